using MemHygiene.AspNetCore.Shedding;
using MemHygiene.Testing;

namespace MemHygiene.AspNetCore.Tests.Shedding;

public sealed class AdmissionGateTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly TestClock _clock = new();
    private int _limit = 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void TryEnter_UpToTheLimit_IsIn()
    {
        var gate = Gate();
        _limit = 2;

        Assert.True(gate.TryEnter());
        Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());
        Assert.Equal(2, gate.Inside);
    }

    [Fact]
    public async Task Enter_WhenOneLeaves_LetsTheFirstInLineIn()
    {
        var gate = Gate();
        gate.TryEnter();
        var first = gate.EnterAsync(Timeout, Token);
        var second = gate.EnterAsync(Timeout, Token);

        gate.Leave();

        Assert.Equal(Admission.Admitted, await first);
        Assert.False(second.IsCompleted);
        gate.Leave();
        Assert.Equal(Admission.Admitted, await second);
    }

    [Fact]
    public async Task Enter_WithoutRoomInTime_TimesOutAndLeavesTheLine()
    {
        var gate = Gate();
        gate.TryEnter();
        var waiting = gate.EnterAsync(Timeout, Token);

        _clock.Advance(Timeout);

        Assert.Equal(Admission.TimedOut, await waiting);
        Assert.Equal(0, gate.Waiting);
        gate.Leave();
        Assert.Equal(0, gate.Inside);
    }

    [Fact]
    public async Task Enter_WithAsManyWaitingAsMay_IsRefusedAtOnce()
    {
        var gate = Gate(queueLimit: 1);
        gate.TryEnter();
        _ = gate.EnterAsync(Timeout, Token);

        Assert.Equal(Admission.QueueFull, await gate.EnterAsync(Timeout, Token));
    }

    [Fact]
    public async Task Enter_OfACallerWhoGivesUp_LeavesTheLine()
    {
        var gate = Gate();
        gate.TryEnter();
        using var cancellation = new CancellationTokenSource();
        var waiting = gate.EnterAsync(Timeout, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public void TryEnter_WhileOthersWait_DoesNotOvertakeThem()
    {
        var gate = Gate();
        gate.TryEnter();
        _ = gate.EnterAsync(Timeout, Token);
        _limit = 5;

        Assert.False(gate.TryEnter());
    }

    [Fact]
    public async Task AdmitWaiting_AfterTheLimitRose_LetsInAsManyAsFit()
    {
        var gate = Gate();
        gate.TryEnter();
        var waiting = Enumerable.Range(0, 4).Select(_ => gate.EnterAsync(Timeout, Token)).ToArray();
        _limit = 3;

        gate.AdmitWaiting();

        await Task.WhenAll(waiting[0], waiting[1]);
        Assert.Equal(3, gate.Inside);
        Assert.Equal(2, gate.Waiting);
    }

    /// <summary>Many threads under a limit that changes all the time: nobody is lost, and no count drifts.</summary>
    [Fact]
    [Trait("Category", "Soak")]
    public async Task Gate_UnderManyCallersAndAChangingLimit_EndsEmpty()
    {
        var gate = new AdmissionGate(() => Volatile.Read(ref _limit), 1000, TimeProvider.System);
        var admitted = 0L;
        var callers = Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            for (var round = 0; round < 2000; round++)
            {
                if (gate.TryEnter() || await gate.EnterAsync(TimeSpan.FromMinutes(1), Token) == Admission.Admitted)
                {
                    Interlocked.Increment(ref admitted);
                    await Task.Yield();
                    gate.Leave();
                }

                if (random.Next(4) == 0)
                {
                    Volatile.Write(ref _limit, random.Next(1, 8));
                    gate.AdmitWaiting();
                }
            }
        }));

        await Task.WhenAll(callers);

        Assert.Equal(16 * 2000, admitted);
        Assert.Equal(0, gate.Inside);
        Assert.Equal(0, gate.Waiting);
    }

    private AdmissionGate Gate(int queueLimit = 10) => new(() => _limit, queueLimit, _clock);
}
