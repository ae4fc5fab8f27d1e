using System.Globalization;

namespace MemHygiene.Internal;

/// <summary>Bytes as people write them.</summary>
internal static class ByteText
{
    /// <summary>Whole numbers of the unit that leaves at most four digits, powers of 1024: 512 B, 20 kB, 426 MB, 1.5 GB.</summary>
    public static string Of(long bytes) => Math.Abs(bytes) switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F0} kB"),
        < 10L * 1024 * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):F0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):F1} GB"),
    };
}
