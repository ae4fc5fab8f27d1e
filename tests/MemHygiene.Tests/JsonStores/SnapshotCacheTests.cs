using System.Runtime.CompilerServices;
using MemHygiene.JsonStores;
using MemHygiene.Testing;

namespace MemHygiene.Tests.JsonStores;

public sealed class SnapshotCacheTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Get_WhileAnotherReaderLoads_SharesThatLoad()
    {
        using var load = new GatedLoad(_clock);
        var cache = load.Cache;
        var leader = Task.Run(cache.Get, Token);
        await load.Entered;

        var followers = Enumerable.Range(0, 999).Select(_ => cache.GetAsync(Token).AsTask()).ToArray();
        Assert.DoesNotContain(followers, follower => follower.IsCompleted);
        load.Release();

        Assert.All(await Task.WhenAll(followers), snapshot => Assert.Same(leader.Result, snapshot));
        Assert.Equal(1, load.Count);
    }

    [Fact]
    public async Task GetAsync_CancelledWhileAnotherReaderLoads_LeavesTheLoadToTheOthers()
    {
        using var load = new GatedLoad(_clock);
        using var impatience = new CancellationTokenSource();
        var leader = Task.Run(load.Cache.Get, Token);
        await load.Entered;

        var impatient = load.Cache.GetAsync(impatience.Token).AsTask();
        var patient = load.Cache.GetAsync(Token).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        load.Release();

        Assert.Same(await leader, await patient);
    }

    [Fact]
    public async Task Clear_WhileALoadIsUnderWay_MakesTheNextReaderLoadAfresh()
    {
        using var load = new GatedLoad(_clock);
        var leader = Task.Run(load.Cache.Get, Token);
        await load.Entered;

        load.Cache.Clear();
        load.Release();
        var older = await leader;

        Assert.NotSame(older, load.Cache.Get());
        Assert.Equal(2, load.Count);
    }

    [Fact]
    public async Task Get_WhenTheLoadFails_FailsForAllWhoWaitedAndIsTriedAgain()
    {
        using var load = new GatedLoad(_clock) { Failure = new IOException("first") };
        var leader = Task.Run(load.Cache.Get, Token);
        await load.Entered;
        var follower = load.Cache.GetAsync(Token).AsTask();

        load.Release();
        var failures = (await Assert.ThrowsAsync<IOException>(() => leader), await Assert.ThrowsAsync<IOException>(() => follower));
        load.Failure = null;

        Assert.Same(failures.Item1, failures.Item2);
        Assert.NotNull(load.Cache.Get());
    }

    [Fact]
    public void Get_FromWithinItsOwnLoad_ThrowsInsteadOfHanging()
    {
        SnapshotCache<byte[]>? cache = null;
        cache = new(new(_clock), TimeSpan.Zero, _ => cache!.Get());

        Assert.Throws<InvalidOperationException>(cache.Get);
    }

    [Fact]
    public void Clear_FreesTheDocumentWhileNobodyReads()
    {
        var cache = new SnapshotCache<byte[]>(new(_clock), TimeSpan.FromSeconds(2), _ => new([1], null, default, 1, _clock.GetTimestamp()));
        var document = Load(cache);

        cache.Clear();
        GC.Collect();

        Assert.False(document.IsAlive);
        GC.KeepAlive(cache);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Load(SnapshotCache<byte[]> cache) => new(cache.Get().Document);

    /// <summary>A load that stands still until it is released, and thereafter runs through.</summary>
    private sealed class GatedLoad : IDisposable
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _gate = new();
        private int _count;

        public GatedLoad(TimeProvider clock) => Cache = new(new(clock), TimeSpan.FromSeconds(2), _ =>
        {
            Interlocked.Increment(ref _count);
            _entered.TrySetResult();
            _gate.Wait();
            return Failure is null ? new([1], null, default, 1, clock.GetTimestamp()) : throw Failure;
        });

        public SnapshotCache<byte[]> Cache { get; }

        public Task Entered => _entered.Task;

        public int Count => _count;

        public Exception? Failure { get; set; }

        public void Release() => _gate.Set();

        public void Dispose() => _gate.Dispose();
    }
}
