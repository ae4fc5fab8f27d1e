using Microsoft.Extensions.Logging;

namespace MemHygiene.Pressure;

/// <summary>A logger that never throws: a line that cannot be written, because memory is out or a provider is broken, is no reason not to trim.</summary>
internal sealed class QuietLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch
        {
            // There is nobody left to tell.
        }
    }
}
