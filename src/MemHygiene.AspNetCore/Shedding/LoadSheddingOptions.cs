namespace MemHygiene.AspNetCore.Shedding;

/// <summary>How many requests run at once at which memory level, and what those get that do not.</summary>
public sealed class LoadSheddingOptions
{
    /// <summary>How many requests run at once while memory is good or acceptable; further ones wait.</summary>
    /// <value>The default is that of the memory plan, if there is one, else null: no bound.</value>
    public int? MaxConcurrentRequests { get; set; }

    /// <summary>How many requests run at once while memory is low (<see cref="Pressure.MemoryLevel.Warning"/>); further ones wait. Requests that run already are not stopped.</summary>
    /// <value>The default is half of the memory plan's, if there is one, else 8 for each processor. At least 1; the lower of this and <see cref="MaxConcurrentRequests"/> counts.</value>
    public int MaxConcurrentRequestsAtWarning { get; set; } = 8 * Environment.ProcessorCount;

    /// <summary>How many requests run at once while memory is <see cref="Pressure.MemoryLevel.Critical"/>; all others are turned away at once, none waits.</summary>
    /// <value>The default is 0: all are turned away. At most <see cref="MaxConcurrentRequestsAtWarning"/>.</value>
    public int MaxConcurrentRequestsAtCritical { get; set; }

    /// <summary>How many requests may wait; one more is turned away.</summary>
    /// <value>The default is that of the memory plan, if there is one, else 100. Zero lets none wait.</value>
    public int QueueLimit { get; set; } = 100;

    /// <summary>How long a request waits before it is turned away.</summary>
    /// <value>The default is 5 seconds. More than zero and at most 10 minutes.</value>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>When those who are turned away are told to come back (<c>Retry-After</c>): from this to twice this, so that they do not all come at once.</summary>
    /// <value>The default is 5 seconds. From 1 second to 1 hour; whole seconds count.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Paths that are never turned away, each with all below it. Endpoints of <c>MapHealthChecks</c> and those marked with <c>ExemptFromLoadShedding()</c> are not either.</summary>
    /// <value>The default is <c>/health</c>, <c>/healthz</c>, <c>/livez</c> and <c>/readyz</c>.</value>
    public IList<string> ExemptPaths { get; } = ["/health", "/healthz", "/livez", "/readyz"];
}
