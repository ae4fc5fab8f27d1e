using MemHygiene.AspNetCore.Recycling.Workers;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// Tells the app that the worker which it runs in has begun to leave: for long work that WebSockets and event streams do not cover, such as a
/// background service that should take no new item. Requests need it only if they last longer than <see cref="SupervisorOptions.GracefulTimeout"/>.
/// </summary>
public static class WorkerDrain
{
    /// <summary>
    /// Cancelled, on a thread of the pool, when this process stops accepting connections because it is replaced or everything stops. The host stops
    /// later, when its connections have ended. Without a supervisor it is never cancelled. Thread-safe; the same for the life of the process.
    /// </summary>
    public static CancellationToken Token => Worker.Current?.Drain.BegunToken ?? CancellationToken.None;
}
