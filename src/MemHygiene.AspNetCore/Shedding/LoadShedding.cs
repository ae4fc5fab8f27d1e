using System.Globalization;
using MemHygiene.Pressure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Shedding;

/// <summary>Decides who comes in, and answers those who do not. A singleton.</summary>
internal sealed class LoadShedding : IDisposable
{
    // What MapHealthChecks calls its endpoints; it gives them no other mark (LoadSheddingTests holds the framework to it).
    private const string HealthChecks = "Health checks";

    private static readonly ReadOnlyMemory<byte> Body = """{"title":"The server is short of memory","status":503}"""u8.ToArray();

    private readonly LoadSheddingOptions _options;
    private readonly MemoryMonitor _monitor;
    private readonly SheddingMetrics _metrics;
    private readonly ILogger _logger;
    private readonly IDisposable _registration;
    private readonly PathString[] _exemptPaths;
    private readonly string[] _retryAfter;
    private int _told;

    public LoadShedding(IOptions<LoadSheddingOptions> options, MemoryMonitor monitor, SheddingMetrics metrics, TimeProvider time, ILogger<LoadShedding> logger)
    {
        _options = options.Value;
        _monitor = monitor;
        _metrics = metrics;
        _logger = logger;
        _exemptPaths = [.. _options.ExemptPaths.Select(path => new PathString(path.Length > 1 ? path.TrimEnd('/') : path))];
        var seconds = (int)_options.RetryAfter.TotalSeconds;
        _retryAfter = [.. Enumerable.Range(seconds, seconds + 1).Select(value => value.ToString(CultureInfo.InvariantCulture))];
        Gate = new(Limit, _options.QueueLimit, time);
        _registration = monitor.OnLevelChanged(OnLevelChanged);
        metrics.Observe(Gate);
    }

    public AdmissionGate Gate { get; }

    /// <summary>
    /// Whether those who are to be turned away may be waiting in the thread pool's queue behind requests that were let in. A request works until its first await before the next one is looked at: of a hundred that come at
    /// once, the last would hear only after all who were let in have done that.
    /// </summary>
    public bool IsCrowded =>
        Gate.Inside > Environment.ProcessorCount && (_options.MaxConcurrentRequests is not null || _monitor.Level >= MemoryLevel.Warning) && PendingWorkItems() > 0;

    /// <summary>How many work items wait for a thread of the pool. The tests say it instead.</summary>
    public Func<long> PendingWorkItems { get; set; } = static () => ThreadPool.PendingWorkItemCount;

    public bool IsExempt(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint
            && (endpoint.DisplayName == HealthChecks || endpoint.Metadata.GetMetadata<ExemptFromLoadSheddingAttribute>() is not null))
        {
            return true;
        }

        foreach (var path in _exemptPaths)
        {
            if (context.Request.Path.StartsWithSegments(path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>In, if there is room at the level of this moment.</summary>
    public bool TryEnter()
    {
        _monitor.LookAtTraffic();
        return Gate.TryEnter();
    }

    /// <summary>Lets the request in once there is room; false when it is to be turned away.</summary>
    public async Task<bool> WaitAsync(HttpContext context)
    {
        if (_monitor.Level == MemoryLevel.Critical)
        {
            Count(SheddingReason.Critical);
            return false;
        }

        switch (await Gate.EnterAsync(_options.QueueTimeout, context.RequestAborted).ConfigureAwait(false))
        {
            case Admission.Admitted:
                return true;
            case Admission.TurnedAway:
                Count(SheddingReason.Critical);
                return false;
            case Admission.QueueFull:
                Count(SheddingReason.QueueFull);
                return false;
            default:
                Count(SheddingReason.QueueTimeout);
                return false;
        }
    }

    public Task TurnAwayAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = _retryAfter[Random.Shared.Next(_retryAfter.Length)];
        response.Headers.CacheControl = "no-store";
        response.ContentType = "application/problem+json";
        response.ContentLength = Body.Length;
        return response.Body.WriteAsync(Body, context.RequestAborted).AsTask();
    }

    public void Dispose() => _registration.Dispose();

    private int Limit() => _monitor.Level switch
    {
        MemoryLevel.Critical => _options.MaxConcurrentRequestsAtCritical,
        MemoryLevel.Warning => Math.Min(_options.MaxConcurrentRequestsAtWarning, _options.MaxConcurrentRequests ?? int.MaxValue),
        _ => _options.MaxConcurrentRequests ?? int.MaxValue,
    };

    private void OnLevelChanged(MemoryLevel level)
    {
        if (level == MemoryLevel.Good)
        {
            Volatile.Write(ref _told, 0);
        }

        if (level == MemoryLevel.Critical)
        {
            Gate.TurnAwayWaiting();
        }

        Gate.AdmitWaiting();
    }

    // Once from the first to the end of the shortage: a line for each request turned away would be a load of its own.
    private void Count(SheddingReason reason)
    {
        _metrics.TurnedAway(reason);
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            SheddingLog.TurnedAway(_logger, _monitor.Level, reason);
        }
    }
}
