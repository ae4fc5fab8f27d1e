using System.Threading.Channels;
using MemHygiene.AspNetCore.Recycling.Fleets;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>Runs what happens, one after the other, on the fleet: nothing in the fleet needs a lock.</summary>
internal sealed class SupervisorLoop(TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Channel<Action<Fleet>> _events = Channel.CreateUnbounded<Action<Fleet>>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Thread-safe.</summary>
    public void Post(Action<Fleet> happened) => _events.Writer.TryWrite(happened);

    /// <summary>Runs until the fleet has finished.</summary>
    public async Task RunAsync(Fleet fleet, IFleetObserver? observer)
    {
        fleet.Advance();
        observer?.Look(fleet.Progress);
        while (!fleet.Finished)
        {
            if (_events.Reader.TryRead(out var happened))
            {
                happened(fleet);
            }
            else if (!await HappensWithinAsync(Sooner(fleet.UntilNextDeadline, observer?.UntilNextLook)).ConfigureAwait(false))
            {
                fleet.Advance();
            }

            observer?.Look(fleet.Progress);
        }
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;

    private async Task<bool> HappensWithinAsync(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            return false;
        }

        using var elapsed = new CancellationTokenSource(wait < LongestWait ? wait : LongestWait, time);
        try
        {
            return await _events.Reader.WaitToReadAsync(elapsed.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
