using MemHygiene.Models;
using MemHygiene.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Models;

public sealed class ModelCacheLoadTests : IAsyncDisposable
{
    private readonly TestClock _clock = new();
    private readonly GatedLoader _loader = new();
    private readonly ServiceProvider _services;
    private readonly ModelCache<TestModel> _cache;

    public ModelCacheLoadTests()
    {
        _services = TestCache.Services(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            builder.AddModel(_loader.LoadAsync, options => options.LoadTimeout = TimeSpan.FromMinutes(1));
        });
        _cache = _services.GetRequiredService<ModelCache<TestModel>>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LeaseAsync_ByManyAtOnce_LoadsOnce()
    {
        var waiting = Enumerable.Range(0, 32).Select(_ => _cache.LeaseAsync(Token).AsTask()).ToList();
        var (load, _) = await _loader.NextAsync();

        load.SetResult(new TestModel());
        var leases = await Task.WhenAll(waiting);

        Assert.Single(leases.Select(lease => lease.Value).Distinct());
        Assert.Equal(1, _loader.Loads);
        Assert.All(leases, lease => lease.Dispose());
    }

    [Fact]
    public async Task FailedLoad_FailsAllItsWaitersWithOneException_AndTheNextLeaseLoadsAgain()
    {
        var waiting = Enumerable.Range(0, 8).Select(_ => _cache.LeaseAsync(Token).AsTask()).ToList();
        var (load, _) = await _loader.NextAsync();
        var failure = new IOException("half a file");

        load.SetException(failure);

        foreach (var waiter in waiting)
        {
            Assert.Same(failure, await Assert.ThrowsAsync<IOException>(() => waiter));
        }

        var retry = _cache.LeaseAsync(Token).AsTask();
        (await _loader.NextAsync()).Load.SetResult(new TestModel(2));
        using var lease = await retry;
        Assert.Equal(2, lease.Value.Generation);
    }

    [Fact]
    public async Task CancelledWaiter_LeavesAlone_AndTheOthersGetTheModel()
    {
        using var impatient = new CancellationTokenSource();
        var first = _cache.LeaseAsync(impatient.Token).AsTask();
        var second = _cache.LeaseAsync(Token).AsTask();
        var (load, token) = await _loader.NextAsync();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(token.IsCancellationRequested);
        load.SetResult(new TestModel());

        using var lease = await second;
        Assert.Equal(1, _loader.Loads);
    }

    [Fact]
    public async Task BlockedCaller_CanLeaveToo()
    {
        using var impatient = new CancellationTokenSource();
        var blocked = Task.Factory.StartNew(() => _cache.Lease(impatient.Token), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var (load, token) = await _loader.NextAsync();

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked);
        Assert.True(token.IsCancellationRequested);
        load.SetCanceled(token);
    }

    [Fact]
    public async Task LastWaiterToLeave_CancelsTheLoad_AndTheNextOneStartsAnotherAfterItsEnd()
    {
        using var impatient = new CancellationTokenSource();
        var first = _cache.LeaseAsync(impatient.Token).AsTask();
        var (load, token) = await _loader.NextAsync();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True(token.IsCancellationRequested);
        var next = _cache.LeaseAsync(Token).AsTask();
        Assert.Equal(1, _loader.Loads);
        load.SetException(new IOException("torn down by the cancellation"));

        (await _loader.NextAsync()).Load.SetResult(new TestModel(2));
        using var lease = await next;
        Assert.Equal(2, lease.Value.Generation);
    }

    [Fact]
    public async Task AbandonedLoad_ThatEndsWellAllTheSame_IsUsedByTheNextOne()
    {
        using var impatient = new CancellationTokenSource();
        var first = _cache.LeaseAsync(impatient.Token).AsTask();
        var (load, _) = await _loader.NextAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var next = _cache.LeaseAsync(Token).AsTask();
        load.SetResult(new TestModel());

        using var lease = await next;
        Assert.Equal(1, _loader.Loads);
    }

    [Fact]
    public async Task CancelledToken_BeforeTheLoad_StartsNone()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _cache.LeaseAsync(new CancellationToken(canceled: true)).AsTask());

        Assert.Equal(0, _loader.Loads);
    }

    [Fact]
    public async Task LoadTimeout_LetsTheWaitersGo_AndStartsNoSecondLoadBesideTheFirst()
    {
        var waiting = _cache.LeaseAsync(Token).AsTask();
        var (load, token) = await _loader.NextAsync();

        _clock.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.True(token.IsCancellationRequested);
        await Assert.ThrowsAsync<TimeoutException>(() => _cache.LeaseAsync(Token).AsTask());
        Assert.Equal(1, _loader.Loads);
        load.SetCanceled(token);
    }

    [Fact]
    public async Task LoadInTime_DisarmsItsDeadline()
    {
        var waiting = _cache.LeaseAsync(Token).AsTask();
        (await _loader.NextAsync()).Load.SetResult(new TestModel());

        using var lease = await waiting;

        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public async Task Dispose_DuringALoad_LetsTheWaitersGo_AndDisposesTheModelThatComesTooLate()
    {
        var waiting = _cache.LeaseAsync(Token).AsTask();
        var (load, token) = await _loader.NextAsync();

        _cache.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.True(token.IsCancellationRequested);
        var late = new TestModel();
        load.SetResult(late);
        await late.Disposed.WaitAsync(Token);
    }

    [Fact]
    public async Task Unload_DuringALoad_LetsItGoOn()
    {
        var waiting = _cache.LeaseAsync(Token).AsTask();
        var (load, _) = await _loader.NextAsync();

        Assert.False(_cache.Unload());
        load.SetResult(new TestModel());

        using var lease = await waiting;
        Assert.Equal(1, _loader.Loads);
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
