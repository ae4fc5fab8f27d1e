using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Systemd;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.AspNetCore.Tests.Recycling.Systemd;

public sealed class ServiceNotifierTests : IDisposable
{
    private static readonly FleetProgress Starting = new(Serving: 0, Wanted: 2, Draining: 0, Restarts: 0, IsRestarting: false, IsStopping: false);
    private static readonly FleetProgress Serving = Starting with { Serving = 2 };

    private readonly TestClock _clock = new();
    private readonly NotifyServer _manager = new();
    private readonly Dictionary<string, string> _environment = [];

    public ServiceNotifierTests() => _environment["NOTIFY_SOCKET"] = _manager.Address;

    public void Dispose() => _manager.Dispose();

    [Fact]
    public void Connect_NobodyWantsToBeTold_IsNull()
    {
        _environment.Remove("NOTIFY_SOCKET");

        Assert.Null(Connect());
    }

    [Theory]
    [InlineData("vsock:2:1234")]
    [InlineData("relative")]
    public void Connect_AddressOfAnUnknownKind_IsNull(string address)
    {
        _environment["NOTIFY_SOCKET"] = address;

        Assert.Null(Connect());
    }

    [Fact]
    public void Look_WorkersStart_IsReadyWhenAllServe_AndOnce()
    {
        using var notifier = Connect()!;

        notifier.Look(Starting);
        notifier.Look(Starting with { Serving = 1 });
        notifier.Look(Serving);
        notifier.Look(Serving with { Serving = 1 });
        notifier.Look(Serving);

        Assert.Equal(
            [
                "STATUS=0 of 2 workers serve",
                "STATUS=1 of 2 workers serve",
                "READY=1\nMAINPID=42\nSTATUS=2 of 2 workers serve",
                "STATUS=1 of 2 workers serve",
                "STATUS=2 of 2 workers serve",
            ],
            _manager.ReceiveAll());
    }

    [Fact]
    public void Look_AllAreReplaced_IsReadyAgainWhenTheLastOldOneDrains()
    {
        using var notifier = Connect()!;
        notifier.Look(Serving);
        _manager.ReceiveAll();

        notifier.Look(Serving with { Restarts = 1, IsRestarting = true });
        notifier.Look(Serving with { Restarts = 1, IsRestarting = true, Draining = 1 });
        notifier.Look(Serving with { Restarts = 1, Draining = 2 });
        notifier.Look(Serving with { Restarts = 1 });

        Assert.Equal(
            [
                $"RELOADING=1\nMONOTONIC_USEC={_clock.GetUtcNow().Ticks / 10}",
                "STATUS=replacing all: 2 of 2 workers serve",
                "STATUS=replacing all: 2 of 2 workers serve, 1 finish their requests",
                "READY=1\nMAINPID=42\nSTATUS=2 of 2 workers serve, 2 finish their requests",
                "STATUS=2 of 2 workers serve",
            ],
            _manager.ReceiveAll());
    }

    [Fact]
    public void Look_RestartBeforeTheFirstIsReady_IsNoReload()
    {
        using var notifier = Connect()!;

        notifier.Look(Starting with { Restarts = 1, IsRestarting = true });
        notifier.Look(Serving with { Restarts = 1 });

        Assert.Equal(["STATUS=replacing all: 0 of 2 workers serve", "READY=1\nMAINPID=42\nSTATUS=2 of 2 workers serve"], _manager.ReceiveAll());
    }

    [Fact]
    public void Look_Stop_IsSaidOnce_AndNothingIsReadyAfterIt()
    {
        using var notifier = Connect()!;
        notifier.Look(Serving);
        _manager.ReceiveAll();

        notifier.Look(Serving with { Serving = 0, Draining = 2, IsStopping = true });
        notifier.Look(Serving with { Serving = 0, Draining = 1, IsStopping = true });

        Assert.Equal(
            [
                "STOPPING=1\nSTATUS=stopping: 0 of 2 workers serve, 2 finish their requests",
                "STATUS=stopping: 0 of 2 workers serve, 1 finish their requests",
            ],
            _manager.ReceiveAll());
    }

    [Fact]
    public void Look_WithAWatchdog_BeatsTwiceInItsTime()
    {
        _environment["WATCHDOG_USEC"] = "30000000";
        _environment["WATCHDOG_PID"] = "42";
        using var notifier = Connect()!;
        notifier.Look(Serving);
        _manager.ReceiveAll();
        var wait = notifier.UntilNextLook;

        _clock.Advance(wait - TimeSpan.FromTicks(1));
        notifier.Look(Serving);
        var early = _manager.ReceiveAll();
        _clock.Advance(notifier.UntilNextLook);
        notifier.Look(Serving);

        Assert.Equal(TimeSpan.FromSeconds(15), wait);
        Assert.Empty(early);
        Assert.Equal(["WATCHDOG=1"], _manager.ReceiveAll());
        Assert.Equal(TimeSpan.FromSeconds(15), notifier.UntilNextLook);
    }

    [Theory]
    [InlineData("30000000", "43")]
    [InlineData("soon", null)]
    [InlineData("0", null)]
    [InlineData("9223372036854775807", null)]
    public void Connect_WatchdogOfAnotherOrNoNumber_NeverBeats(string microseconds, string? processId)
    {
        _environment["WATCHDOG_USEC"] = microseconds;
        _environment["WATCHDOG_PID"] = processId ?? "";

        using var notifier = Connect()!;

        Assert.Equal(TimeSpan.MaxValue, notifier.UntilNextLook);
    }

    [Fact]
    public void Look_AbstractAddress_IsReached()
    {
        using var manager = new NotifyServer(isAbstract: true);
        _environment["NOTIFY_SOCKET"] = manager.Address;
        using var notifier = Connect()!;

        notifier.Look(Serving);

        Assert.Equal(["READY=1\nMAINPID=42\nSTATUS=2 of 2 workers serve"], manager.ReceiveAll());
    }

    [Fact]
    public void Look_ManagerIsGone_GoesOn()
    {
        using var notifier = Connect()!;
        _manager.Dispose();

        notifier.Look(Serving);
        notifier.Look(Starting);
    }

    private ServiceNotifier? Connect() => ServiceNotifier.Connect(_environment.GetValueOrDefault, 42, _clock, NullLogger.Instance);
}
