using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.RequestCleanup;

/// <summary>Keeps the event ids and exceptions that the code under test logged.</summary>
internal sealed class LogRecorder : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, int Id, Exception? Exception)> _events = new();

    public IEnumerable<(string Category, int Id, Exception? Exception)> Events => _events;

    public IEnumerable<int> Ids => _events.Where(entry => entry.Category.StartsWith("MemHygiene", StringComparison.Ordinal)).Select(entry => entry.Id);

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Recorder(LogRecorder owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner._events.Enqueue((category, eventId.Id, exception));
    }
}
