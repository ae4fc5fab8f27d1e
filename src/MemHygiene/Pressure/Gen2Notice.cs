using System.Diagnostics.CodeAnalysis;

namespace MemHygiene.Pressure;

/// <summary>Sets an event after each full collection, for as long as somebody waits for it: figures of the runtime change there and nowhere else.</summary>
internal sealed class Gen2Notice
{
    private readonly WeakReference<AutoResetEvent> _event;

    private Gen2Notice(AutoResetEvent notice) => _event = new(notice);

    [SuppressMessage("Performance", "CA1806:Do not ignore method results", Justification = "It lives by its finalizer.")]
    public static void Install(AutoResetEvent notice) => new Gen2Notice(notice);

    ~Gen2Notice()
    {
        if (_event.TryGetTarget(out var notice) && !notice.SafeWaitHandle.IsClosed)
        {
            notice.Set();
            GC.ReRegisterForFinalize(this);
        }
    }
}
