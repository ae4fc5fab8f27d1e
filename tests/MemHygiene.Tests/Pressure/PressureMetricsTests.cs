using System.Diagnostics.Metrics;
using MemHygiene.Pressure;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Pressure;

public sealed class PressureMetricsTests : IDisposable
{
    private readonly TestMonitor _test = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Fact]
    public void Instruments_TellWhatTheMonitorKnows()
    {
        _test.Sampler.Managed = 400;
        using var registration = _test.Monitor.Register(new FakeConsumer("Cache", TrimCost.Refill, held: 100));
        using var broken = _test.Monitor.Register(new FakeConsumer("Broken") { OnTrim = (_, _) => throw new IOException() });

        _test.Use(950);
        var seen = Read();

        Assert.Equal(950, seen["memhygiene.memory.usage container"]);
        Assert.Equal(400, seen["memhygiene.memory.usage gc_heap"]);
        Assert.Equal(1000, seen["memhygiene.memory.limit container"]);
        Assert.Equal(0.95, seen["memhygiene.memory.utilization "]);
        Assert.Equal(3, seen["memhygiene.memory.level "]);
        Assert.Equal(0, seen["memhygiene.memory.consumer.usage Cache"]);
        Assert.Equal(100, seen["memhygiene.memory.consumer.released Cache"]);
        Assert.Equal((1, 1, 0), (seen["memhygiene.memory.trims trimmed"], seen["memhygiene.memory.trims failed"], seen["memhygiene.memory.trims timed_out"]));
        Assert.Equal(1, seen["memhygiene.memory.collections "]);
        Assert.Equal((1, 0), (seen["memhygiene.memory.alerts memory_high"], seen["memhygiene.memory.alerts oom_kill"]));
    }

    [Fact]
    public void Instruments_LeaveOutWhatIsUnknown()
    {
        using var registration = _test.Monitor.Register(new FakeConsumer("Silent", held: null));

        _test.Use(null);
        var seen = Read();

        Assert.DoesNotContain(seen.Keys, name => name.Contains("usage", StringComparison.Ordinal) || name.Contains("limit", StringComparison.Ordinal) || name.Contains("utilization", StringComparison.Ordinal));
        Assert.Equal(0, seen["memhygiene.memory.level "]);
    }

    [Fact]
    public void ConsumersOfOneName_AreAddedUp()
    {
        using var one = _test.Monitor.Register(new FakeConsumer("Cache", held: 100));
        using var other = _test.Monitor.Register(new FakeConsumer("Cache", held: 30));

        _test.Use(100);

        Assert.Equal(130, Read()["memhygiene.memory.consumer.usage Cache"]);
    }

    public void Dispose()
    {
        _test.Dispose();
        _services.Dispose();
    }

    /// <summary>One collection of all instruments: name and first tag's value, and the figure.</summary>
    private Dictionary<string, double> Read()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        using var metrics = new PressureMetrics(_test.Monitor, factory);
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add($"{instrument.Name} {(tags.IsEmpty ? "" : tags[0].Value)}", value));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen.Add($"{instrument.Name} ", value));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add($"{instrument.Name} ", value));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }
}
