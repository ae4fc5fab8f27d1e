using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Periodic;

/// <summary>Runs a work once: in a scope of its own, within its time, whatever it throws.</summary>
internal sealed class PeriodicRunner(
    PeriodicWorkRegistration registration, TimeSpan timeout, IServiceScopeFactory scopes, TimeProvider time, ILogger logger)
{
    /// <param name="timedOut">Called with what to tell about it when the time is over, before the run's token is cancelled.</param>
    /// <param name="stopping">Cancels the run.</param>
    /// <returns>The outcome, and what to tell about it unless it went well.</returns>
    public async Task<(RunOutcome Outcome, string? Error)> RunAsync(Action<string> timedOut, CancellationToken stopping)
    {
        var start = time.GetTimestamp();
        string? tooLong = null;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var limit = timeout == Timeout.InfiniteTimeSpan ? null : time.CreateTimer(_ => TimeOut(), null, timeout, Timeout.InfiniteTimeSpan);
        try
        {
            var scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                await registration.Work(scope.ServiceProvider, cancel.Token).ConfigureAwait(false);
            }

            return tooLong is null ? (RunOutcome.Completed, null) : (RunOutcome.TimedOut, tooLong);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return tooLong is null ? (RunOutcome.Cancelled, null) : (RunOutcome.TimedOut, tooLong);
        }
        catch (Exception exception)
        {
            PeriodicWorkLog.Failed(logger, exception, registration.Name, time.GetElapsedTime(start).TotalMilliseconds);
            return (RunOutcome.Failed, $"{exception.GetType().Name}: {exception.Message}");
        }

        // On a timer's thread, where an exception would end the process.
        void TimeOut()
        {
            tooLong = $"The run took longer than {timeout}.";
            timedOut(tooLong);
            PeriodicWorkLog.TimedOut(logger, registration.Name, timeout);
            try
            {
                cancel.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The run ended this very moment.
            }
            catch (AggregateException exception)
            {
                PeriodicWorkLog.CancelFailed(logger, exception);
            }
        }
    }
}
