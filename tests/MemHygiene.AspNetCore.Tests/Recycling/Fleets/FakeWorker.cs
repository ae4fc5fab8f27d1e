using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Draining;
using MemHygiene.AspNetCore.Recycling.Fleets;

namespace MemHygiene.AspNetCore.Tests.Recycling.Fleets;

/// <summary>A worker without a process: it remembers what was done to it.</summary>
internal sealed class FakeWorker(WorkerStart start) : IWorkerProcess
{
    public int Number => start.Number;

    public int ProcessId => 10_000 + Number;

    public bool LivesShortly => start.LivesShortly;

    public bool Serves { get; private set; }

    public bool Draining { get; private set; }

    public bool Killed { get; private set; }

    public void Serve() => Serves = true;

    public void Drain() => Draining = true;

    public void Kill() => Killed = true;
}
