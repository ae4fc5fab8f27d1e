using System.Globalization;

namespace MemHygiene.Budgets;

/// <summary>Bytes as a person reads them. One MB is 1024 · 1024 bytes, everywhere in the plan.</summary>
internal static class ByteText
{
    public const long Kilobyte = 1024;
    public const long Megabyte = 1024 * Kilobyte;

    /// <summary>"200 MB", "2.5 MB", "128 KB", "17 bytes".</summary>
    public static string Of(long bytes) => bytes switch
    {
        >= Megabyte => InMegabytes(bytes) + " MB",
        >= Kilobyte => Rounded(bytes, Kilobyte) + " KB",
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };

    /// <summary>Without the unit: "200", "2.5".</summary>
    public static string InMegabytes(long bytes) => Rounded(bytes, Megabyte);

    private static string Rounded(long bytes, long unit) => ((double)bytes / unit).ToString("0.#", CultureInfo.InvariantCulture);
}
