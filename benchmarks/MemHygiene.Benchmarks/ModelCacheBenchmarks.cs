using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using MemHygiene.Models;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Benchmarks;

/// <summary>What does a lease of a loaded model cost, against the shared instance that one would write today (and could never unload safely)?</summary>
/// <remarks>Every case does the same number of calls, split over the threads, so a case that scales takes half the time on two.</remarks>
[MemoryDiagnoser]
public class ModelCacheBenchmarks
{
    private const int Calls = 200_000;

    private readonly Lazy<Model> _lazy = new(() => new Model());
    private readonly ConcurrentDictionary<string, Lazy<Model>> _byName = new() { ["model"] = new(() => new Model()) };
    private readonly MemoryCache _memoryCache = new(new MemoryCacheOptions());
    private readonly Lock _lock = new();
    private readonly Model _locked = new();
    private ServiceProvider _services = null!;
    private ModelCache<Model> _cache = null!;
    private int _users;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var services = new ServiceCollection();
        services.AddMemHygiene().AddModel(_ => new Model());
        _services = services.BuildServiceProvider();
        _cache = _services.GetRequiredService<ModelCache<Model>>();
        _cache.Lease().Dispose();
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public int LazySingleton() => Run(static self => self._lazy.Value.Predict(1));

    [Benchmark(OperationsPerInvoke = Calls)]
    public int DictionaryOfLazies() => Run(static self => self._byName.GetOrAdd("model", static _ => new(() => new Model())).Value.Predict(1));

    [Benchmark(OperationsPerInvoke = Calls)]
    public int MemoryCacheGetOrCreate() => Run(static self => self._memoryCache.GetOrCreate("model", static _ => new Model())!.Predict(1));

    [Benchmark(OperationsPerInvoke = Calls)]
    public int ModelUnderALock() => Run(static self =>
    {
        lock (self._lock)
        {
            return self._locked.Predict(1);
        }
    });

    /// <summary>The reference count that one would write to unload safely.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public int SharedCounter() => Run(static self =>
    {
        Interlocked.Increment(ref self._users);
        try
        {
            return self._locked.Predict(1);
        }
        finally
        {
            Interlocked.Decrement(ref self._users);
        }
    });

    [Benchmark(OperationsPerInvoke = Calls)]
    public int Lease() => Run(static self =>
    {
        using var lease = self._cache.Lease();
        return lease.Value.Predict(1);
    });

    [Benchmark(OperationsPerInvoke = Calls)]
    public int LeaseAsync() => Run(static self =>
    {
        using var lease = self._cache.LeaseAsync().GetAwaiter().GetResult();
        return lease.Value.Predict(1);
    });

    private int Run(Func<ModelCacheBenchmarks, int> call)
    {
        if (Threads == 1)
        {
            return Loop(call, Calls);
        }

        // One helper and the benchmark's own thread; starting it is 1/1000 of the loop.
        var helper = Task.Run(() => Loop(call, Calls / 2));
        return Loop(call, Calls / 2) + helper.GetAwaiter().GetResult();
    }

    private int Loop(Func<ModelCacheBenchmarks, int> call, int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++)
        {
            sum += call(this);
        }

        return sum;
    }

    public sealed class Model
    {
        private readonly int _weight = 3;

        public int Predict(int question) => question + _weight;
    }
}
