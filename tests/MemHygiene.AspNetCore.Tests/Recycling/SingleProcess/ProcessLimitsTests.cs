using MemHygiene.AspNetCore.Recycling;

namespace MemHygiene.AspNetCore.Tests.Recycling;

public sealed class ProcessLimitsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly ProcessRecyclingOptions _options = new() { MinLifetime = TimeSpan.Zero, MemoryJitter = TimeSpan.Zero };

    [Theory]
    [InlineData(null, 0.0, 1000)]
    [InlineData(null, 0.999, 1250)]
    [InlineData(50, 0.999, 1050)]
    [InlineData(0, 0.999, 1000)]
    public void Requests_WithJitter_AreDrawnFromTheLimitUp(int? jitter, double random, long expected)
    {
        (_options.MaxRequests, _options.MaxRequestsJitter) = (1000, jitter);

        Assert.Equal(expected, Limits(random).Requests);
    }

    [Fact]
    public void Age_WithJitter_IsDrawnFromTheLimitUp()
    {
        (_options.MaxAge, _options.AgeJitter) = (TimeSpan.FromHours(8), TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromHours(8.5), Limits(random: 0.5).Age);
    }

    [Fact]
    public void RecycleAt_SeveralTimes_IsTheNextOneAndTheJitter()
    {
        Add("14:00", "13:00", "Monday 12:30");
        _options.AgeJitter = TimeSpan.FromMinutes(10);

        Assert.Equal(Start.AddMinutes(65), Limits(random: 0.5).RecycleAt);
    }

    [Fact]
    public void RecycleAt_WithinTheShortestLife_IsTheNextDay()
    {
        Add("12:05");
        (_options.MinLifetime, _options.AgeJitter) = (TimeSpan.FromMinutes(10), TimeSpan.Zero);

        Assert.Equal(Start.AddDays(1).AddMinutes(5), Limits().RecycleAt);
    }

    [Fact]
    public void FindReason_WithoutAnyLimit_IsNone()
    {
        var state = State(age: TimeSpan.FromDays(300)) with { Requests = long.MaxValue / 2, PrivateBytes = long.MaxValue, HeapBytes = long.MaxValue };

        Assert.Null(Limits().FindReason(state));
    }

    [Fact]
    public void FindReason_AtTheRequests_SaysHowMany()
    {
        (_options.MaxRequests, _options.MaxRequestsJitter) = (100, 0);

        Assert.Null(Limits().FindReason(State() with { Requests = 99 }));
        Assert.Equal("it has served 104 requests", Limits().FindReason(State() with { Requests = 104 }));
    }

    [Fact]
    public void FindReason_AtTheAge_SaysHowOld()
    {
        (_options.MaxAge, _options.AgeJitter) = (TimeSpan.FromHours(8), TimeSpan.Zero);

        Assert.Null(Limits().FindReason(State(age: TimeSpan.FromHours(7.9))));
        Assert.Equal("it is 08:00:01 old, which is as old as it may become", Limits().FindReason(State(age: new TimeSpan(8, 0, 1))));
    }

    [Fact]
    public void FindReason_AtTheTimeOfDay_SaysWhich()
    {
        Add("03:00", "Sunday 04:00");
        _options.AgeJitter = TimeSpan.Zero;
        var limits = Limits();

        Assert.Null(limits.FindReason(State(age: TimeSpan.FromHours(14.9))));
        Assert.Equal("it is time (03:00, Sunday 04:00)", limits.FindReason(State(age: TimeSpan.FromHours(15))));
    }

    [Fact]
    public void FindReason_AboveTheMemory_SaysHowMuch()
    {
        (_options.MaxMemory, _options.MaxHeap) = (600L << 20, 300L << 20);

        Assert.Null(Limits().FindReason(State() with { PrivateBytes = 600L << 20, HeapBytes = 300L << 20 }));
        Assert.Equal("it holds 612 MB of its own, more than 600 MB", Limits().FindReason(State() with { PrivateBytes = 612L << 20 }));
        Assert.Equal("its managed heap held 301 MB after a collection, more than 300 MB", Limits().FindReason(State() with { HeapBytes = 301L << 20 }));
    }

    [Fact]
    public void FindReason_MemoryUnknown_IsNone()
    {
        (_options.MaxMemory, _options.MaxHeap) = (1, 1);

        Assert.Null(Limits().FindReason(State()));
    }

    [Theory]
    [InlineData(true, "Memory has been critical for 5 min.")]
    [InlineData(false, null)]
    public void FindReason_OnlyARestartHelps_IsWhatTheMonitorSays(bool isReason, string? expected)
    {
        _options.RecycleWhenCritical = isReason;

        Assert.Equal(expected, Limits().FindReason(State() with { RestartAdvice = "Memory has been critical for 5 min." }));
    }

    [Fact]
    public void FindReason_BeforeTheShortestLifeIsOver_IsNone()
    {
        (_options.MinLifetime, _options.MaxRequests, _options.MaxRequestsJitter) = (TimeSpan.FromMinutes(10), 100, 0);

        Assert.Null(Limits().FindReason(State(age: TimeSpan.FromMinutes(9.9)) with { Requests = 1000 }));
        Assert.NotNull(Limits().FindReason(State(age: TimeSpan.FromMinutes(10)) with { Requests = 1000 }));
    }

    [Fact]
    public void FindReason_OfMemory_HasToLastForWhatWasDrawn()
    {
        (_options.MaxMemory, _options.MemoryJitter) = (1, TimeSpan.FromSeconds(60));
        var limits = Limits(random: 0.5);

        Assert.Null(limits.FindReason(High(100)));
        Assert.Null(limits.FindReason(High(129)));
        Assert.NotNull(limits.FindReason(High(130)));
    }

    [Fact]
    public void FindReason_OfMemoryThatFellMeanwhile_BeginsAnew()
    {
        (_options.MaxMemory, _options.MemoryJitter) = (1, TimeSpan.FromSeconds(60));
        var limits = Limits(random: 0.5);

        limits.FindReason(High(100));
        limits.FindReason(High(120) with { PrivateBytes = 1 });

        Assert.Null(limits.FindReason(High(140)));
        Assert.NotNull(limits.FindReason(High(170)));
    }

    private void Add(params string[] times)
    {
        foreach (var text in times)
        {
            Assert.True(RecycleTime.TryParse(text, out var time));
            _options.RecycleAt.Add(time);
        }
    }

    private static ProcessState High(int seconds) => State(TimeSpan.FromSeconds(seconds)) with { PrivateBytes = 2 };

    private static ProcessState State(TimeSpan age = default) => new(Start + age, age, 0, null, null, null);

    private ProcessLimits Limits(double random = 0) => new(_options, Start, TimeZoneInfo.Utc, () => random);
}
