using System.Globalization;
using System.Text;

namespace MemHygiene.Benchmarks.Gate;

/// <summary>Measurements as a table that reads well on a terminal and as Markdown.</summary>
internal static class MarkdownTable
{
    private static readonly string[] Heading = ["benchmark", "time", "ratio", "allocated", "limit"];

    public static string Of(IReadOnlyCollection<Measurement> measurements, AllocationLimits limits)
    {
        string[][] rows = [Heading, .. measurements.Select(measurement => Row(measurement, limits.Of(measurement.Name)))];
        var widths = Enumerable.Range(0, Heading.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select((cell, column) => Pad(cell, widths[column], column))).AppendLine(" |");
            if (row == Heading)
            {
                text.Append("| ").AppendJoin(" | ", widths.Select((width, column) => Rule(width, column))).AppendLine(" |");
            }
        }

        return text.ToString();
    }

    private static string[] Row(Measurement measurement, long? limit) =>
    [
        measurement.Name + (measurement.IsBaseline ? " (baseline)" : ""),
        measurement.Nanoseconds is { } time ? Time(time) : "failed",
        measurement.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-",
        Bytes(measurement.AllocatedBytes),
        Bytes(limit),
    ];

    private static string Bytes(long? bytes) => bytes is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} B");

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.00} ms"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.00} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0.00} ns"),
    };

    private static string Pad(string cell, int width, int column) => column == 0 ? cell.PadRight(width) : cell.PadLeft(width);

    private static string Rule(int width, int column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":";
}
