using BenchmarkDotNet.Attributes;
using MemHygiene.Pressure;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Benchmarks;

/// <summary>What does it cost to ask for the level, against asking the runtime, and what is one whole look of the monitor?</summary>
[MemoryDiagnoser]
public class MemoryMonitorBenchmarks
{
    private const int Calls = 1000;

    private ServiceProvider _services = null!;
    private MemoryMonitor _monitor = null!;

    [GlobalSetup]
    public void Setup()
    {
        _services = new ServiceCollection().AddMemHygiene().Services.BuildServiceProvider();
        _monitor = _services.GetRequiredService<MemoryMonitor>();
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    /// <summary>What one would write today.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public double GCLoad()
    {
        var sum = 0.0;
        for (var i = 0; i < Calls; i++)
        {
            var info = GC.GetGCMemoryInfo();
            sum += (double)info.MemoryLoadBytes / info.TotalAvailableMemoryBytes;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public int Level()
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
        {
            sum += (int)_monitor.Level;
        }

        return sum;
    }

    [Benchmark]
    public void Look() => _monitor.Look();
}
