using System.Diagnostics;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.Pressure;

namespace MemHygiene.AspNetCore.Recycling.Workers;

/// <summary>
/// Tells the supervisor that this process lives and how it does. From a thread of its own, because timers run even in a starved pool and so would miss just what is to be found; whether the
/// pool still runs anything is told by an ordinary work item.
/// </summary>
internal sealed class Heartbeat(Worker worker, ControlChannel channel)
{
    private const int StackBytes = 256 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long _askedAt;
    private int _collections = -1;
    private long _heapBytes;

    public void Start() => new Thread(Beat, StackBytes) { IsBackground = true, Name = "MemHygiene heartbeat" }.Start();

    private void Beat()
    {
        while (channel.TrySend(new ControlMessage(ControlVerb.Pulse, Take().Text)))
        {
            Thread.Sleep(Interval);
        }
    }

    private WorkerPulse Take()
    {
        var delay = AskPool();
        var collections = GC.CollectionCount(0);
        if (collections != _collections)
        {
            _collections = collections;
            _heapBytes = GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes;
        }

        return new WorkerPulse(worker.Requests, worker.RequestLimit, worker.Drain.Connections, ProcessFacts.OfThisProcess.PrivateBytes(), _heapBytes, delay, Debugger.IsAttached);
    }

    private TimeSpan AskPool()
    {
        var asked = Volatile.Read(ref _askedAt);
        if (asked != 0)
        {
            return Stopwatch.GetElapsedTime(asked);
        }

        Volatile.Write(ref _askedAt, Stopwatch.GetTimestamp());
        ThreadPool.UnsafeQueueUserWorkItem(static heartbeat => Volatile.Write(ref heartbeat._askedAt, 0), this, preferLocal: false);
        return TimeSpan.Zero;
    }
}
