namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>Bounds of the request-end cleanup.</summary>
public sealed class RequestCleanupOptions
{
    /// <summary>How many lists are kept for reuse; a request that finds none creates its own, and what is above the bound is left to the collector.</summary>
    /// <value>Default: 256, about 64 KB when all were in use at once. At least 1.</value>
    public int MaxPooledRegistries { get; set; } = 256;

    /// <summary>The longest list that is kept for reuse, in entries; a request that registered more does not leave its big list behind.</summary>
    /// <value>Default: 64 entries (1.5 KB). At least 4.</value>
    public int MaxRetainedEntries { get; set; } = 64;

    /// <summary>How many background items may be reserved, waiting or running together; when full, <see cref="RequestCleanup.RunInBackground"/> answers false.</summary>
    /// <value>Default: 1,024 items. At least 1.</value>
    public int BackgroundCapacity { get; set; } = 1024;

    /// <summary>How many background items run at the same time.</summary>
    /// <value>Default: 4. At least 1.</value>
    public int BackgroundConcurrency { get; set; } = 4;

    /// <summary>How long the shutdown waits for background items before it cancels their token and leaves them.</summary>
    /// <value>Default: 10 seconds; the host's own shutdown timeout bounds it too. Not negative, at most one day.</value>
    public TimeSpan BackgroundDrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
