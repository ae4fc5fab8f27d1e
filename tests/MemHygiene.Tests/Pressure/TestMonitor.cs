using MemHygiene.Pressure;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.Tests.Pressure;

/// <summary>A monitor without its threads: the test moves the clock, takes the looks and asks for the responses.</summary>
internal sealed class TestMonitor : IDisposable
{
    public TestMonitor(Action<MemoryMonitorOptions>? configure = null, long? oomKills = null)
    {
        OomKills = oomKills;
        configure?.Invoke(Options);
        var facts = new ProcessFacts(() => PrivateBytes, () => OomKills, () => FullCollections);
        Response = new(Options, facts, Collect, Clock, NullLogger.Instance);
        Monitor = new(Sampler, Options, Response, Clock, NullLogger<MemoryMonitor>.Instance);
    }

    public MemoryMonitorOptions Options { get; } = new();

    public TestClock Clock { get; } = new();

    public FakeSampler Sampler { get; } = new();

    public PressureResponse Response { get; }

    public MemoryMonitor Monitor { get; }

    /// <summary>One entry for each collection: whether it was aggressive.</summary>
    public List<bool> Collections { get; } = [];

    /// <summary>Those of the monitor and those that the program itself brought about.</summary>
    public int FullCollections { get; set; }

    public Action? OnCollect { get; set; }

    public long? PrivateBytes { get; set; }

    public long? OomKills { get; set; }

    /// <summary>A look at this use, of 1,000, and the response to it.</summary>
    public MemoryLevel Use(long? used)
    {
        Sampler.Used = used;
        Monitor.Look();
        Response.Respond(Monitor);
        return Monitor.Level;
    }

    /// <summary>The same after some seconds.</summary>
    public MemoryLevel UseAfter(double seconds, long? used)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        return Use(used);
    }

    public MemoryConsumerStatus Status(string name) => Monitor.Consumers.Single(consumer => consumer.Name == name);

    public void Dispose() => Monitor.Dispose();

    private void Collect(bool aggressive)
    {
        Collections.Add(aggressive);
        FullCollections++;
        OnCollect?.Invoke();
    }
}
