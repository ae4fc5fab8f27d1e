using MemHygiene.Http;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Tests.Http;

/// <summary>Opens at the pool's first warning.</summary>
internal sealed class WarningGate : ILogger<HandlerPool>
{
    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> First => _first.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _first.TrySetResult(formatter(state, exception));
}
