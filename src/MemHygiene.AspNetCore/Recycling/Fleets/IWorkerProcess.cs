using MemHygiene.AspNetCore.Recycling.Draining;

namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>What the fleet may do to a worker. The tests put one behind it that has no process.</summary>
internal interface IWorkerProcess
{
    /// <summary>Counts all workers of the supervisor's life: no number is used twice.</summary>
    int Number { get; }

    int ProcessId { get; }

    /// <summary>Accept connections now.</summary>
    void Serve();

    void Drain();

    void Kill();
}
