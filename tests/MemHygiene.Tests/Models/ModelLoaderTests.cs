using MemHygiene.Models;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Models;

public sealed class ModelLoaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Load_GetsADiScopeOfItsOwn_ThatIsDisposedAfterTheModel()
    {
        var events = new List<string>();
        using var services = TestCache.Services(builder =>
        {
            builder.Services.AddScoped(_ => new Recorder("scope", events));
            builder.AddModel(provider => new Holder(provider.GetRequiredService<Recorder>(), events));
        });
        var cache = services.GetRequiredService<ModelCache<Holder>>();

        using (cache.Lease(Token))
        {
            cache.Unload();
            Assert.Empty(events);
        }

        Assert.Equal(["model, its scope alive: True", "scope"], events);
    }

    [Fact]
    public void FailedLoad_DisposesItsScope()
    {
        var events = new List<string>();
        using var services = TestCache.Services(builder =>
        {
            builder.Services.AddScoped(_ => new Recorder("scope", events));
            builder.AddModel<TestModel>(provider => throw new IOException(provider.GetRequiredService<Recorder>().Name));
        });

        Assert.Throws<IOException>(() => services.GetRequiredService<ModelCache<TestModel>>().Lease(Token));

        Assert.Equal(["scope"], events);
    }

    [Fact]
    public void Load_ThatReturnsNull_FailsAndNamesTheModel()
    {
        using var services = TestCache.Services(builder => builder.AddModel<TestModel>(_ => null!));

        var exception = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<ModelCache<TestModel>>().Lease(Token));

        Assert.Contains(nameof(TestModel), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ThatLeasesItsOwnModel_FailsInsteadOfWaitingForItself()
    {
        using var services = TestCache.Services(builder => builder.AddModel(provider => provider.GetRequiredService<ModelCache<TestModel>>().Lease().Value));

        var exception = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<ModelCache<TestModel>>().Lease(Token));

        Assert.Contains("leases the model that it is loading", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeesNothingAmbientOfWhoeverCameFirst()
    {
        var ambient = new AsyncLocal<string?> { Value = "the first request's" };
        string? seen = "not loaded";
        using var services = TestCache.Services(builder => builder.AddModel(_ =>
        {
            seen = ambient.Value;
            return new TestModel();
        }));

        services.GetRequiredService<ModelCache<TestModel>>().Lease(Token).Dispose();

        Assert.Null(seen);
    }

    [Fact]
    public void AsyncDisposableModel_IsDisposedAsynchronously_NotTwice()
    {
        var events = new List<string>();
        using var services = TestCache.Services(builder => builder.AddModel(_ => new BothWays(events)));
        var cache = services.GetRequiredService<ModelCache<BothWays>>();

        cache.Lease(Token).Dispose();
        cache.Unload();

        Assert.Equal(["async"], events);
    }

    [Fact]
    public async Task DisposeAsync_WaitsForAnUnleasedModelsAsyncDispose()
    {
        var model = new SlowlyDisposed();
        await using var services = TestCache.Services(builder => builder.AddModel(_ => model));
        var cache = services.GetRequiredService<ModelCache<SlowlyDisposed>>();
        cache.Lease(Token).Dispose();

        var disposal = cache.DisposeAsync();
        Assert.False(disposal.IsCompleted);
        model.Gate.SetResult();

        await disposal;
    }

    [Fact]
    public void ModelWhoseDisposeThrows_DoesNotFailWhoeverGaveTheLastLeaseBack()
    {
        using var services = TestCache.Services(builder => builder.AddModel(_ => new ThrowsOnDispose()));
        var cache = services.GetRequiredService<ModelCache<ThrowsOnDispose>>();
        var lease = cache.Lease(Token);
        cache.Unload();

        lease.Dispose();

        Assert.Throws<ObjectDisposedException>(() => lease.Value);
    }

    private sealed class Recorder(string name, List<string> events) : IDisposable
    {
        public string Name => name;

        public bool IsAlive { get; private set; } = true;

        public void Dispose()
        {
            IsAlive = false;
            events.Add(name);
        }
    }

    private sealed class Holder(Recorder scoped, List<string> events) : IDisposable
    {
        public void Dispose() => events.Add($"model, its scope alive: {scoped.IsAlive}");
    }

    private sealed class BothWays(List<string> events) : IDisposable, IAsyncDisposable
    {
        public void Dispose() => events.Add("sync");

        public ValueTask DisposeAsync()
        {
            events.Add("async");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class SlowlyDisposed : IAsyncDisposable
    {
        public TaskCompletionSource Gate { get; } = new();

        public ValueTask DisposeAsync() => new(Gate.Task);
    }

    private sealed class ThrowsOnDispose : IDisposable
    {
        public void Dispose() => throw new IOException("the native side is gone already");
    }
}
