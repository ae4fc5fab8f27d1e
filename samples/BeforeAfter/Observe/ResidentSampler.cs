using System.Diagnostics;

namespace BeforeAfter.Observe;

/// <summary>Resident memory of the whole app at one moment since its start.</summary>
internal readonly record struct ResidentSample(TimeSpan At, long Bytes);

/// <summary>Looks at an app's resident memory ten times a second, on a thread of its own: a busy thread pool must not stretch the interval.</summary>
internal sealed class ResidentSampler : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly int _root;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly List<ResidentSample> _samples = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;

    public ResidentSampler(int root)
    {
        _root = root;
        _thread = new Thread(Sample) { IsBackground = true, Name = "resident sampler" };
        _thread.Start();
    }

    public TimeSpan Now => _clock.Elapsed;

    public IReadOnlyList<ResidentSample> Samples
    {
        get
        {
            lock (_gate)
            {
                return [.. _samples];
            }
        }
    }

    public long Latest => Samples is [.., var last] ? last.Bytes : 0;

    /// <summary>The median of the samples that were taken in the last <paramref name="span"/>.</summary>
    public long MedianOfLast(TimeSpan span)
    {
        var from = Now - span;
        var recent = Samples.Where(sample => sample.At >= from).Select(sample => sample.Bytes).Order().ToArray();
        return recent.Length > 0 ? recent[recent.Length / 2] : Latest;
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
    }

    private void Sample()
    {
        do
        {
            var sample = new ResidentSample(_clock.Elapsed, ProcessTree.ResidentBytes(_root));
            lock (_gate)
            {
                _samples.Add(sample);
            }
        }
        while (!_stop.Wait(Interval));
    }
}
