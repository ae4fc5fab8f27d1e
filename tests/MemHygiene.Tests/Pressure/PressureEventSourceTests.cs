using System.Diagnostics.Tracing;
using MemHygiene.Pressure;

namespace MemHygiene.Tests.Pressure;

public sealed class PressureEventSourceTests : IDisposable
{
    private readonly TestMonitor _test = new();

    [Fact]
    public async Task Counters_AreReadWhileSomebodyListens_AndNotBefore()
    {
        _test.Use(870);
        using var registration = _test.Monitor.Register(new FakeConsumer("Cache", held: 5 << 20));
        _test.Response.Consumers.Look();
        PressureEventSource.Instance.Show(_test.Monitor);
        Assert.False(PressureEventSource.Instance.HasCounters);

        using var listener = new CounterListener();
        var seen = await listener.AllSixAsync();

        Assert.True(PressureEventSource.Instance.HasCounters);
        Assert.Equal(["memory-collections", "memory-held", "memory-level", "memory-limit", "memory-managed", "memory-used-share"], seen.Keys.Order());
        Assert.Equal((2, 87, 5), (seen["memory-level"], Math.Round(seen["memory-used-share"]), seen["memory-held"]));
        Assert.Equal(double.NaN, seen["memory-managed"]);
    }

    public void Dispose()
    {
        PressureEventSource.Instance.Hide(_test.Monitor);
        _test.Dispose();
    }

    private sealed class CounterListener : EventListener
    {
        private readonly TaskCompletionSource<Dictionary<string, double>> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Dictionary<string, double> _seen = [];

        public Task<Dictionary<string, double>> AllSixAsync()
        {
            EnableEvents(PressureEventSource.Instance, EventLevel.LogAlways, EventKeywords.All, new Dictionary<string, string?> { ["EventCounterIntervalSec"] = "0.1" });
            return _all.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName != "EventCounters" || eventData.EventSource.Name != PressureEventSource.SourceName)
            {
                return;
            }

            lock (_seen)
            {
                var counter = (IDictionary<string, object>)eventData.Payload![0]!;
                _seen[(string)counter["Name"]] = (double)counter["Mean"];
                if (_seen.Count == 6)
                {
                    _all.TrySetResult(new(_seen));
                }
            }
        }
    }
}
