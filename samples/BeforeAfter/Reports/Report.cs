using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BeforeAfter.Reports;

/// <summary>The machine-readable outcome of a run.</summary>
internal sealed record Report(string Machine, Figures? Before, Figures After)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>What the numbers were measured on, in one line.</summary>
    public static string DescribeMachine(TimeProvider time)
    {
        var gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000_000.0;
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {gigabytes:N0} GB, {RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture}), {RuntimeInformation.FrameworkDescription}, {time.GetUtcNow():yyyy-MM-dd}");
    }
}
