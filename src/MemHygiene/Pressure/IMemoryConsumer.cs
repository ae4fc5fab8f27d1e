namespace MemHygiene.Pressure;

/// <summary>
/// The one door between something that holds memory and the monitor: it says what it holds and gives back when asked. Register it as a service
/// (<c>services.AddSingleton&lt;IMemoryConsumer&gt;(…)</c>) or with <see cref="MemoryMonitor.Register"/>.
/// </summary>
/// <remarks>
/// The monitor calls it from threads of its own, one call at a time, never from a request. A consumer that throws is logged and asked again later; one that does not return in
/// <see cref="MemoryMonitorOptions.TrimTimeout"/> is left behind and not asked again until it does. Neither stops the others.
/// </remarks>
public interface IMemoryConsumer
{
    /// <summary>What the report calls it, such as <c>HandlerPool</c> or <c>JsonStore&lt;Prices&gt;</c>. The same on every call.</summary>
    string Name { get; }

    /// <summary>One sentence for the report: what bounds it, and what else releases it. The same on every call.</summary>
    string ReleasedBy { get; }

    /// <summary>What giving back costs; the cheapest go first. The same on every call.</summary>
    TrimCost TrimCost { get; }

    /// <summary>What it holds now. Asked every few seconds: cheap, and without waiting for anybody.</summary>
    MemoryUsage Usage { get; }

    /// <summary>Gives back what this level asks for, down to what is in use. Called again while the level lasts, so it does nothing when nothing is left.</summary>
    /// <param name="level">Above <see cref="MemoryLevel.Good"/>. The higher, the more is to be given.</param>
    /// <param name="cancellationToken">Cancelled when the time is over.</param>
    void Trim(MemoryLevel level, CancellationToken cancellationToken);
}
