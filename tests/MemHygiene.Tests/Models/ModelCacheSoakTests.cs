using MemHygiene.Models;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Models;

[Trait("Category", "Soak")]
public sealed class ModelCacheSoakTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task LeasesAgainstUnloads_NeverUseADisposedModel_AndDisposeEachModelOnce()
    {
        var models = new List<TestModel>();
        await using var services = TestCache.Services(builder => builder.AddModel(_ =>
        {
            var model = new TestModel(models.Count);
            models.Add(model);
            return model;
        }));
        var cache = services.GetRequiredService<ModelCache<TestModel>>();
        using var barrier = new Barrier(4);
        using var stop = new CancellationTokenSource();

        var work = new[] { Run(() => LeaseSync(cache)), Run(() => LeaseAcrossAwait(cache).GetAwaiter().GetResult()), Run(() => LeaseTwiceDisposed(cache)), Run(() => cache.Unload()) };
        stop.CancelAfter(Duration);
        var rounds = await Task.WhenAll(work);
        cache.Unload();

        Assert.All(rounds, round => Assert.True(round > 0));
        Assert.All(models, model => Assert.Equal(1, model.Disposals));

        Task<int> Run(Action step) => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                var rounds = 0;
                do
                {
                    step();
                    rounds++;
                }
                while (!stop.IsCancellationRequested);
                return rounds;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static void LeaseSync(ModelCache<TestModel> cache)
    {
        using var lease = cache.Lease();
        lease.Value.Predict(1);
    }

    private static async Task LeaseAcrossAwait(ModelCache<TestModel> cache)
    {
        using var lease = await cache.LeaseAsync();
        await Task.Yield();
        lease.Value.Predict(1);
    }

    private static void LeaseTwiceDisposed(ModelCache<TestModel> cache)
    {
        var lease = cache.Lease();
        var copy = lease;
        lease.Value.Predict(1);
        lease.Dispose();
        copy.Dispose();
    }
}
