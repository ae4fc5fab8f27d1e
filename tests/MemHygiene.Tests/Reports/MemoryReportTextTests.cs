using MemHygiene.Periodic;
using MemHygiene.Pressure;
using MemHygiene.Readings;
using MemHygiene.Reports;
using MemHygiene.Testing;

namespace MemHygiene.Tests.Reports;

public sealed class MemoryReportTextTests
{
    private const long Megabyte = 1 << 20;

    private static readonly DateTimeOffset At = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ToText_OfABusyWorker_SaysItAll() => Snapshot.Match(new MemoryReport
    {
        At = At,
        MachineName = "web-1",
        ProcessId = 4711,
        UpTime = TimeSpan.FromHours(5),
        Reading = new() { Level = MemoryLevel.Warning, UsedBytes = 430 * Megabyte, LimitBytes = 512 * Megabyte, LimitKind = MemoryLimitKind.Container, UsedShare = 0.84, TimeToLimit = TimeSpan.FromMinutes(7) },
        Bands = new(0.3, 0.2, 0.1),
        Alerts = [new(MemoryAlertKind.MemoryHigh, At, "More than 80 % of the memory limit is in use: 84 %.", "Raise the limit.")],
        Symptoms = [new(MemorySymptomKind.Swapping, "80 MB of this process are on disk.", "Turn swap off for it.")],
        Process = new() { ResidentBytes = 400 * Megabyte, PrivateBytes = 300 * Megabyte, MappedFileBytes = 90 * Megabyte, Managed = new() { CommittedBytes = 200 * Megabyte } },
        Consumers =
        [
            new("JsonStore<Prices>", "Documents go after 00:00:02.", TrimCost.Refill, new(24 * Megabyte, 24 * Megabyte, 3), null, 48 * Megabyte, null),
            new("HandlerPool", "Idle handlers go.", TrimCost.Free, new(null, null, 7), null, 0, "It threw from a trim: IOException: broken"),
        ],
        Workers =
        [
            new() { ProcessId = 4711, Number = 1, IsThis = true, ResidentBytes = 400 * Megabyte, PrivateBytes = 300 * Megabyte, Threads = 21, Age = TimeSpan.FromHours(5), Requests = 1234 },
            new() { ProcessId = 4712, Number = 2, IsThis = false },
        ],
        PeriodicWork = [new() { Name = "check-proxies", Interval = TimeSpan.FromSeconds(60), EffectiveInterval = TimeSpan.FromSeconds(120), Runs = 9, Failures = 1, NextRun = At.AddSeconds(42), LastError = "TimeoutException: slow" }],
    }.ToText());

    [Fact]
    public void ToText_OfWhatNobodyKnows_SaysUnknown() => Snapshot.Match(new MemoryReport
    {
        At = At,
        ProcessId = 4711,
        Reading = default,
        Bands = new(0.3, 0.2, 0.1),
        Unread = ["process: IOException: gone"],
    }.ToText());
}
