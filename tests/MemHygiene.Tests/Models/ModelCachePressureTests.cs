using MemHygiene.Models;
using MemHygiene.Pressure;
using MemHygiene.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Models;

public sealed class ModelCachePressureTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void Trim_OfAModelThatNobodyUsed_UnloadsItAtCriticalOnly()
    {
        using var services = Services();
        var (cache, consumer) = Loaded(services);
        _clock.Advance(TimeSpan.FromMinutes(1));
        consumer.Trim(MemoryLevel.Warning, TestContext.Current.CancellationToken);
        var atWarning = cache.Current;

        consumer.Trim(MemoryLevel.Critical, TestContext.Current.CancellationToken);

        Assert.NotNull(atWarning);
        Assert.Null(cache.Current);
        Assert.Equal(1, atWarning.Disposals);
    }

    [Fact]
    public void Trim_OfAModelThatWasJustUsed_LeavesIt()
    {
        using var services = Services();
        var (cache, consumer) = Loaded(services);
        _clock.Advance(TimeSpan.FromMinutes(2));
        cache.Lease(TestContext.Current.CancellationToken).Dispose();

        consumer.Trim(MemoryLevel.Critical, TestContext.Current.CancellationToken);

        Assert.NotNull(cache.Current);
    }

    [Fact]
    public void Trim_OfAModelThatIsLeased_LeavesItHoweverLong()
    {
        using var services = Services();
        var (cache, consumer) = Loaded(services);
        using var lease = cache.Lease(TestContext.Current.CancellationToken);
        _ = consumer.Usage;
        _clock.Advance(TimeSpan.FromHours(1));

        consumer.Trim(MemoryLevel.Critical, TestContext.Current.CancellationToken);

        Assert.NotNull(cache.Current);
    }

    [Fact]
    public void Trim_OfAModelThatIsToBeKept_LeavesIt()
    {
        using var services = Services(options => options.UnloadUnderPressureAfter = Timeout.InfiniteTimeSpan);
        var (cache, consumer) = Loaded(services);
        _clock.Advance(TimeSpan.FromHours(1));

        consumer.Trim(MemoryLevel.Critical, TestContext.Current.CancellationToken);

        Assert.NotNull(cache.Current);
        Assert.Equal(0, consumer.Usage.ReleasableBytes);
    }

    [Fact]
    public void Lease_AfterATrim_LoadsAgain()
    {
        using var services = Services();
        var (cache, consumer) = Loaded(services);
        _clock.Advance(TimeSpan.FromMinutes(1));
        consumer.Trim(MemoryLevel.Critical, TestContext.Current.CancellationToken);

        using var lease = cache.Lease(TestContext.Current.CancellationToken);

        Assert.Equal(0, lease.Value.Disposals);
    }

    [Fact]
    public void Usage_OfAModel_IsWhatTheOptionsSay()
    {
        using var services = Services(options => options.ModelBytes = 5000);
        var (cache, consumer) = Loaded(services);

        var used = consumer.Usage;
        _clock.Advance(TimeSpan.FromMinutes(1));
        var unused = consumer.Usage;
        cache.Unload();

        Assert.Equal(new MemoryUsage(5000, 0, 1), used);
        Assert.Equal(new MemoryUsage(5000, 5000, 1), unused);
        Assert.Equal(new MemoryUsage(0, 0, 0), consumer.Usage);
    }

    [Fact]
    public void Usage_OfAModelOfUnknownSize_IsUnknown()
    {
        using var services = Services();
        var (_, consumer) = Loaded(services);

        Assert.Equal(new MemoryUsage(null, 0, 1), consumer.Usage);
    }

    private static (ModelCache<TestModel> Cache, IMemoryConsumer Consumer) Loaded(ServiceProvider services)
    {
        var cache = services.GetRequiredService<ModelCache<TestModel>>();
        cache.Lease(TestContext.Current.CancellationToken).Dispose();
        var consumer = services.GetServices<IMemoryConsumer>().Single();
        _ = consumer.Usage;
        return (cache, consumer);
    }

    private ServiceProvider Services(Action<ModelCacheOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddMemHygiene().AddModel(_ => new TestModel(), configure);
        return services.BuildServiceProvider();
    }
}
