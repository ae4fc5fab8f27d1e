using System.Diagnostics.Metrics;
using System.Globalization;
using MemHygiene.Pressure;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.RequestAlerts;

/// <summary>Listens to the framework's own measurement of each request and compares the last ten seconds with the minutes before.</summary>
internal sealed class RequestWatch : IAlertSource, IDisposable
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    // Fewer say nothing of the others.
    public const int FewestRequests = 20;

    private const string MeterName = "Microsoft.AspNetCore.Hosting";
    private const string DurationName = "http.server.request.duration";
    private const string StatusTag = "http.response.status_code";
    private const double Slowest = 0.95;
    private const double TimesSlower = 3;
    private const double LeastSlowSeconds = 0.05;
    private const double FailedShare = 0.05;
    private const int Remembered = 30;
    private const int FewestRemembered = 6;

    private readonly DurationHistogram _durations = new();
    private readonly Queue<double> _usual = new(Remembered);
    private readonly TimeProvider _time;
    private readonly MeterListener _listener;
    private long _began;
    private int _failed;
    private (string, string)? _slow;
    private (string, string)? _failing;

    /// <param name="time">The clock.</param>
    /// <param name="meters">The application's own: several hosts in one process measure under one name.</param>
    public RequestWatch(TimeProvider time, IMeterFactory meters)
    {
        _time = time;
        _began = time.GetTimestamp();
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Name: DurationName, Meter.Name: MeterName } && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Count(seconds, StatusOf(tags)));
        _listener.Start();
    }

    public IEnumerable<(MemoryAlertKind Kind, (string Message, string Advice)? Found)> Look()
    {
        if (_time.GetElapsedTime(_began) >= Window)
        {
            _began = _time.GetTimestamp();
            Close();
        }

        return [(MemoryAlertKind.SlowResponses, _slow), (MemoryAlertKind.FailedRequests, _failing)];
    }

    public void Dispose() => _listener.Dispose();

    internal void Count(double seconds, int status)
    {
        // A WebSocket's duration is its life; what was turned away on purpose is neither slow nor failed.
        if (status is StatusCodes.Status101SwitchingProtocols or StatusCodes.Status503ServiceUnavailable)
        {
            return;
        }

        _durations.Add(seconds);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            Interlocked.Increment(ref _failed);
        }
    }

    private void Close()
    {
        var failed = Interlocked.Exchange(ref _failed, 0);
        var (seconds, count) = _durations.TakeQuantile(Slowest);
        if (count < FewestRequests)
        {
            (_slow, _failing) = (null, null);
            return;
        }

        _failing = failed > count * FailedShare
            ? (string.Create(CultureInfo.InvariantCulture, $"{failed} of the last {count} requests failed (5xx)."), "If memory is short as well, look into the log for OutOfMemoryException; else this is not about memory.")
            : null;
        _slow = Compare(seconds);
        if (_slow is null)
        {
            Remember(seconds);
        }
    }

    private (string, string)? Compare(double seconds)
    {
        if (_usual.Count < FewestRemembered)
        {
            return null;
        }

        var usual = _usual.Order().ElementAt(_usual.Count / 2);
        return seconds >= LeastSlowSeconds && seconds > usual * TimesSlower
            ? (string.Create(CultureInfo.InvariantCulture, $"Responses have become slow: 95 % within {seconds * 1000:F0} ms, where {usual * 1000:F0} ms was usual."),
                "If memory is short as well, collections or swapping are the likely reason: shed load, or restart if it does not recover. Else look at what the requests wait for.")
            : null;
    }

    private void Remember(double seconds)
    {
        if (_usual.Count == Remembered)
        {
            _usual.Dequeue();
        }

        _usual.Enqueue(seconds);
    }

    private static int StatusOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == StatusTag)
            {
                return tag.Value is int status ? status : 0;
            }
        }

        return 0;
    }
}
