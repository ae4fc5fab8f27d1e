using BeforeAfter.Reports;

namespace MemHygiene.BeforeAfter.Tests.Reports;

internal static class SomeFigures
{
    /// <summary>Figures that meet every target when compared with <see cref="Before"/>.</summary>
    public static Figures After { get; } = new()
    {
        SettledRssBytes = 200_000_000,
        PeakRssBytes = 350_000_000,
        ManagedHeapBytes = 60_000_000,
        AllocatedBytesPerRequest = 250_000,
        P50Ms = 6.5,
        P99Ms = 40.25,
        RequestsPerSecond = 480.5,
        Requests = 2400,
        FailedRequests = 0,
        ModelLoads = 6,
        Processes = 6,
        FileReadsPerMinute = 18.5,
        SessionWrites = 600,
        OutboundSocketsOpened = 60,
        RssAfterRoundBytes = [190_000_000, 200_000_000, 205_000_000, 198_000_000, 200_000_000],
    };

    public static Figures Before { get; } = After with
    {
        SettledRssBytes = 1_000_000_000,
        AllocatedBytesPerRequest = 9_000_000,
        SessionWrites = 5300,
        ModelLoads = 480,
        Processes = 1,
    };
}
