using MemHygiene.Pressure;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Tests.Pressure;

/// <summary>When memory is out, everything may throw, the logger too; the monitor's threads must not end by that.</summary>
public sealed class FailureTests
{
    [Fact]
    public void Look_ThatFailsWithALoggerThatFails_DoesNotThrow()
    {
        var logger = new ThrowingLogger<MemoryMonitor>();
        using var response = Response(logger, () => { });
        using var monitor = new MemoryMonitor(new FakeSampler { Failure = new OutOfMemoryException() }, new MemoryMonitorOptions(), response, new TestClock(), logger);

        monitor.Look();

        Assert.Equal(MemoryLevel.Good, monitor.Level);
    }

    [Fact]
    public void Respond_WithALoggerThatFails_TrimsAllTheSame()
    {
        using var response = Response(new ThrowingLogger<MemoryMonitor>(), () => { });
        using var monitor = new MemoryMonitor(new FakeSampler { Used = 950 }, new MemoryMonitorOptions(), response, new TestClock(), new ThrowingLogger<MemoryMonitor>());
        var consumer = new FakeConsumer("buffers");
        monitor.Register(consumer);

        response.Respond(monitor);

        Assert.Single(consumer.Trims);
    }

    [Fact]
    public void Respond_WithACollectionThatFails_DoesNotThrowAndGoesOnTheNextTime()
    {
        var collections = 0;
        using var response = Response(new ThrowingLogger<MemoryMonitor>(), () => throw (++collections == 1 ? new OutOfMemoryException() : new InvalidOperationException()));
        using var monitor = new MemoryMonitor(new FakeSampler { Used = 950 }, new MemoryMonitorOptions(), response, new TestClock(), new ThrowingLogger<MemoryMonitor>());

        response.TryRespond(monitor);
        response.TryRespond(monitor);

        Assert.Equal(2, collections);
    }

    private static PressureResponse Response(ILogger logger, Action collect) =>
        new(new MemoryMonitorOptions(), new ProcessFacts(() => null, () => null, () => 0), _ => collect(), new TestClock(), logger);

    private sealed class ThrowingLogger<T> : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new OutOfMemoryException();
    }
}
