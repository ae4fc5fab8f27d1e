using System.Runtime.CompilerServices;
using MemHygiene.Models;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Models;

public sealed class ModelCacheLeaseTests : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ModelCache<TestModel> _cache;
    private int _loads;

    public ModelCacheLeaseTests()
    {
        _services = TestCache.Services(builder => builder.AddModel(_ => new TestModel(++_loads)));
        _cache = _services.GetRequiredService<ModelCache<TestModel>>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lease_Repeated_LoadsOnce()
    {
        Assert.Null(_cache.Current);

        using var first = _cache.Lease(Token);
        using var second = await _cache.LeaseAsync(Token);

        Assert.Same(first.Value, second.Value);
        Assert.Same(first.Value, _cache.Current);
        Assert.Equal(1, _loads);
    }

    [Fact]
    public void Lease_OfALoadedModel_AllocatesNothing()
    {
        LoadAndLetGo();
        var sum = LeaseMany(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        sum += LeaseMany(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000 * 2, sum);
    }

    [Fact]
    public void LeaseAsync_OfALoadedModel_AllocatesNothing()
    {
        LoadAndLetGo();
        var sum = LeaseManyAsync(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        sum += LeaseManyAsync(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000 * 2, sum);
    }

    [Fact]
    public void Unload_WithoutLeases_DisposesTheModelOnce()
    {
        var model = LoadAndLetGo();

        Assert.True(_cache.Unload());
        Assert.False(_cache.Unload());

        Assert.Equal(1, model.Disposals);
        Assert.Null(_cache.Current);
    }

    [Fact]
    public void Unload_WhileLeased_DisposesTheModelAfterTheLastLease()
    {
        var first = _cache.Lease(Token);
        var second = _cache.Lease(Token);
        var model = first.Value;

        _cache.Unload();
        first.Dispose();
        Assert.Equal(0, model.Disposals);
        Assert.Same(model, second.Value);
        second.Dispose();

        Assert.Equal(1, model.Disposals);
    }

    [Fact]
    public void Lease_AfterUnload_LoadsBesideTheOldModel()
    {
        using var old = _cache.Lease(Token);
        _cache.Unload();

        using var current = _cache.Lease(Token);

        Assert.Equal((1, 2), (old.Value.Generation, current.Value.Generation));
        Assert.Equal((0, 0), (old.Value.Disposals, current.Value.Disposals));
    }

    [Fact]
    public void Dispose_OfALeaseTwice_DoesNotGiveBackSomebodyElsesLease()
    {
        var lease = _cache.Lease(Token);
        var copy = lease;
        lease.Dispose();
        using var other = _cache.Lease(Token);
        var model = other.Value;

        copy.Dispose();
        lease.Dispose();
        _cache.Unload();

        Assert.Equal(0, model.Disposals);
    }

    [Fact]
    public void Value_AfterDisposeOfACopy_Throws()
    {
        var lease = _cache.Lease(Token);
        var copy = lease;

        lease.Dispose();

        Assert.Throws<ObjectDisposedException>(() => copy.Value);
    }

    [Fact]
    public void DefaultLease_HasNoValueAndDisposesToNothing()
    {
        var lease = default(ModelLease<TestModel>);

        lease.Dispose();

        Assert.Throws<ObjectDisposedException>(() => lease.Value);
    }

    [Fact]
    public async Task Lease_AfterDispose_Throws()
    {
        var model = LoadAndLetGo();

        await _cache.DisposeAsync();
        await _cache.DisposeAsync();
        _cache.Dispose();

        Assert.Equal(1, model.Disposals);
        Assert.Throws<ObjectDisposedException>(() => _cache.Lease(Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _cache.LeaseAsync(Token).AsTask());
        Assert.False(_cache.Unload());
    }

    [Fact]
    public async Task Dispose_WhileLeased_LeavesTheModelToTheLastLease()
    {
        var lease = _cache.Lease(Token);
        var model = lease.Value;

        await _services.DisposeAsync();
        Assert.Equal(0, lease.Value.Disposals);
        lease.Dispose();

        Assert.Equal(1, model.Disposals);
    }

    [Fact]
    public void Unload_OfAnIdleCache_LetsTheModelBeCollectedEvenIfAStaleLeaseIsKept()
    {
        var (weak, stale) = LeaseWeakly();
        _cache.Unload();

        GC.Collect();

        Assert.False(weak.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => stale.Value);
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Weak, ModelLease<TestModel> Stale) LeaseWeakly()
    {
        var lease = _cache.Lease(Token);
        var weak = new WeakReference(lease.Value);
        lease.Dispose();
        return (weak, lease);
    }

    private TestModel LoadAndLetGo()
    {
        using var lease = _cache.Lease(Token);
        return lease.Value;
    }

    private int LeaseMany(int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++)
        {
            using var lease = _cache.Lease();
            sum += lease.Value.Predict(1);
        }

        return sum;
    }

    private int LeaseManyAsync(int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++)
        {
            var pending = _cache.LeaseAsync();
            Assert.True(pending.IsCompletedSuccessfully);
            using var lease = pending.GetAwaiter().GetResult();
            sum += lease.Value.Predict(1);
        }

        return sum;
    }
}
