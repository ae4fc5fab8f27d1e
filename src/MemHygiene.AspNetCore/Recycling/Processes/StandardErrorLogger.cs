using System.Text;
using MemHygiene.AspNetCore.Recycling.Output;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>The supervisor has no host and no logging providers: what it says is one line each on standard error, never in the middle of a worker's.</summary>
internal sealed class StandardErrorLogger : ILogger
{
    public static readonly StandardErrorLogger Instance = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            SharedOutput.Error.Write(Encoding.UTF8.GetBytes($"memhygiene[{eventId.Id}] {logLevel.ToString().ToLowerInvariant()}: {formatter(state, exception)}\n"));
        }
    }
}
