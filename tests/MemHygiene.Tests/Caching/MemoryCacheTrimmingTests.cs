using MemHygiene.Caching;
using MemHygiene.Pressure;
using Microsoft.Extensions.Caching.Memory;

namespace MemHygiene.Tests.Caching;

public sealed class MemoryCacheTrimmingTests
{
    [Theory]
    [InlineData(MemoryLevel.Warning, 75)]
    [InlineData(MemoryLevel.Critical, 50)]
    public void Trim_OfTheApplicationsCache_RemovesAPart(MemoryLevel level, int left)
    {
        using var cache = new MemoryCache(new MemoryCacheOptions());
        for (var key = 0; key < 100; key++)
        {
            cache.Set(key, key);
        }

        var consumer = new MemoryCacheConsumer(cache);
        consumer.Trim(level, TestContext.Current.CancellationToken);

        Assert.Equal(new MemoryUsage(null, null, left), consumer.Usage);
    }

    [Fact]
    public void Trim_OfEntriesThatAreNeverToBeRemoved_KeepsThem()
    {
        using var cache = new MemoryCache(new MemoryCacheOptions());
        cache.Set("kept", 1, new MemoryCacheEntryOptions { Priority = CacheItemPriority.NeverRemove });

        new MemoryCacheConsumer(cache).Trim(MemoryLevel.Critical, TestContext.Current.CancellationToken);

        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void Trim_OfAnotherKindOfCache_DoesNothing()
    {
        using var cache = new ForeignCache();
        var consumer = new MemoryCacheConsumer(cache);

        consumer.Trim(MemoryLevel.Critical, TestContext.Current.CancellationToken);

        Assert.Equal(new MemoryUsage(null), consumer.Usage);
    }

    private sealed class ForeignCache : IMemoryCache
    {
        public ICacheEntry CreateEntry(object key) => throw new NotSupportedException();

        public void Remove(object key) => throw new NotSupportedException();

        public bool TryGetValue(object key, out object? value) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
