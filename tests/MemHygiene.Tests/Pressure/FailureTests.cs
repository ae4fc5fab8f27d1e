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
    public void Respond_ThatFailsWithALoggerThatFails_DoesNotThrowAndGoesOnTheNextTime()
    {
        var collections = 0;
        var logger = new ThrowingLogger<MemoryMonitor>();
        using var response = Response(logger, () => collections++);
        using var monitor = new MemoryMonitor(new FakeSampler { Used = 950 }, new MemoryMonitorOptions(), response, new TestClock(), logger);

        response.TryRespond(monitor);
        logger.IsBroken = false;
        response.TryRespond(monitor);

        Assert.Equal(1, collections);
    }

    private static PressureResponse Response(ILogger logger, Action collect) =>
        new(new MemoryMonitorOptions(), new ProcessFacts(() => null, () => null), _ => collect(), new TestClock(), logger);

    private sealed class ThrowingLogger<T> : ILogger<T>
    {
        public bool IsBroken { get; set; } = true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsBroken)
            {
                throw new OutOfMemoryException();
            }
        }
    }
}
