using System.Buffers.Text;

namespace MemHygiene.Readings;

/// <summary>How long tasks waited for memory: for a page to come back from disk, or for the kernel to find a free one. The kernel's pressure stall information.</summary>
/// <param name="Some">Time in which at least one task waited.</param>
/// <param name="Full">Time in which all of them did and nothing else was done.</param>
public sealed record MemoryStalls(StalledTime? Some, StalledTime? Full)
{
    internal const string HostPath = "/proc/pressure/memory";

    internal static MemoryStalls? Parse(ReadOnlySpan<byte> text)
    {
        StalledTime? some = null;
        StalledTime? full = null;
        while (KernelText.NextLine(ref text, out var line))
        {
            var kind = KernelText.NextWord(ref line);
            if (kind.SequenceEqual("some"u8))
            {
                some ??= ParseLine(line);
            }
            else if (kind.SequenceEqual("full"u8))
            {
                full ??= ParseLine(line);
            }
        }

        return some is null && full is null ? null : new(some, full);
    }

    // avg10=0.00 avg60=0.00 avg300=0.00 total=0
    private static StalledTime? ParseLine(ReadOnlySpan<byte> line) =>
        Share(KernelText.NextWord(ref line), "avg10="u8) is { } ten
        && Share(KernelText.NextWord(ref line), "avg60="u8) is { } sixty
        && Share(KernelText.NextWord(ref line), "avg300="u8) is { } threeHundred
        && line.StartsWith("total="u8)
        && KernelText.Digits(line["total="u8.Length..]) is <= long.MaxValue / TimeSpan.TicksPerMicrosecond and var total
            ? new(ten, sixty, threeHundred, TimeSpan.FromTicks(total * TimeSpan.TicksPerMicrosecond))
            : null;

    private static double? Share(ReadOnlySpan<byte> word, ReadOnlySpan<byte> key) =>
        word.StartsWith(key) && Utf8Parser.TryParse(word[key.Length..], out double percent, out var used) && used == word.Length - key.Length && percent is >= 0 and <= 100
            ? percent / 100
            : null;
}

/// <summary>Waiting time, as shares of the last while, 0 to 1, and since the start.</summary>
/// <param name="LastTenSeconds">The share of the last ten seconds.</param>
/// <param name="LastMinute">The share of the last minute.</param>
/// <param name="LastFiveMinutes">The share of the last five minutes.</param>
/// <param name="Total">All of it, to the microsecond.</param>
public sealed record StalledTime(double LastTenSeconds, double LastMinute, double LastFiveMinutes, TimeSpan Total);
