using MemHygiene.Budgets;
using MemHygiene.Readings;
using MemHygiene.Reports;
using MemHygiene.Tests.Pressure;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.Tests.Reports;

/// <summary>A reporter on a monitor without threads, and on the kernel's files or a test's.</summary>
internal sealed class TestReporter : IDisposable
{
    public TestReporter(KernelFiles? files = null, Func<MemoryPlan?>? plan = null)
    {
        var trail = new MemoryTrail(_ => default, Test.Clock, NullLogger<MemoryTrail>.Instance);
        Reporter = new(Test.Monitor, Test.Options, trail, () => null, plan ?? (() => null), files ?? KernelFiles.System, Test.Clock, NullLogger<MemoryReporter>.Instance);
    }

    public TestMonitor Test { get; } = new();

    public MemoryReporter Reporter { get; }

    public void Dispose() => Test.Dispose();
}
