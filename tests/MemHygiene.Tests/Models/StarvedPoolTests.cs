using MemHygiene.Models;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Models;

[CollectionDefinition(nameof(StarvedPoolTests), DisableParallelization = true)]
public sealed class StarvedPoolCollection;

/// <summary>Holds the whole thread pool still, so it runs when no other test does.</summary>
[Collection(nameof(StarvedPoolTests))]
public sealed class StarvedPoolTests
{
    [Fact]
    public void Lease_OnEveryThreadOfAFullPool_StillGetsTheModel()
    {
        using var pool = new CappedPool();
        using var waiting = new CountdownEvent(pool.FreeThreads);
        using var leased = new CountdownEvent(pool.FreeThreads);
        using var services = TestCache.Services(builder => builder.AddModel(_ =>
        {
            waiting.Wait(TestContext.Current.CancellationToken);
            return new TestModel();
        }));
        var cache = services.GetRequiredService<ModelCache<TestModel>>();

        for (var i = 0; i < leased.InitialCount; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => LeaseOnce(cache, waiting, leased), null);
        }

        leased.Wait(TestContext.Current.CancellationToken);
    }

    private static void LeaseOnce(ModelCache<TestModel> cache, CountdownEvent waiting, CountdownEvent leased)
    {
        waiting.Signal();
        using var lease = cache.Lease();
        leased.Signal();
    }

    private sealed class CappedPool : IDisposable
    {
        private readonly (int Workers, int Io) _min, _max;

        public CappedPool()
        {
            ThreadPool.GetMinThreads(out _min.Workers, out _min.Io);
            ThreadPool.GetMaxThreads(out _max.Workers, out _max.Io);
            var cap = Environment.ProcessorCount + 1;
            Assert.True(ThreadPool.SetMinThreads(cap, _min.Io));
            Assert.True(ThreadPool.SetMaxThreads(cap, _max.Io));
            ThreadPool.GetAvailableThreads(out var free, out _);
            FreeThreads = free;
        }

        /// <summary>The test itself and its runner may sit on the others.</summary>
        public int FreeThreads { get; }

        public void Dispose()
        {
            ThreadPool.SetMaxThreads(_max.Workers, _max.Io);
            ThreadPool.SetMinThreads(_min.Workers, _min.Io);
        }
    }
}
