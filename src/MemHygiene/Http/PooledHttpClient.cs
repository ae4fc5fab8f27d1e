namespace MemHygiene.Http;

/// <summary>A client of its own over a shared handler: settings are this client's, connections everybody's.</summary>
/// <remarks>The handler is handed in beside its lease: building it may throw, and then there must be no client whose finalizer gives the lease back again.</remarks>
internal sealed class PooledHttpClient(PooledHandler lease, HttpMessageHandler handler) : HttpClient(handler, disposeHandler: false)
{
    private PooledHandler? _lease = lease;

    /// <summary>For clients that nobody disposed: their handler would never be idle again and hold a place in the pool for ever.</summary>
    /// <remarks>A request under way keeps its client reachable, so this cannot run under one.</remarks>
    ~PooledHttpClient()
    {
        if (Interlocked.Exchange(ref _lease, null) is { } lease)
        {
            try
            {
                lease.GiveBack();
                lease.ReportForgotten();
            }
            catch (Exception)
            {
                // A logger's or a clock's exception; on the finalizer's thread it would end the process.
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        // First the requests under way, which are cancelled by this; then nobody uses the handler through this client any more.
        base.Dispose(disposing);
        if (disposing && Interlocked.Exchange(ref _lease, null) is { } lease)
        {
            lease.GiveBack();
        }
    }
}
