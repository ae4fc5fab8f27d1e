using System.Buffers;
using System.Runtime.CompilerServices;
using MemHygiene.AspNetCore.RequestCleanup;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.AspNetCore.Tests.RequestCleanup;

public sealed class CleanupRegistryTests
{
    [Fact]
    public void Rent_RequestEnds_ReturnsTheArrayExactlyOnce()
    {
        using var services = ManualRequest.Services();
        var request = new ManualRequest(services);
        var rented = request.Context.RequestCleanup().Rent<Marker>(3000);

        request.End();

        // The shared pool keeps the last returned array per size and thread.
        Assert.Same(rented, ArrayPool<Marker>.Shared.Rent(3000));
        Assert.NotSame(rented, ArrayPool<Marker>.Shared.Rent(3000));
    }

    [Fact]
    public void Rent_ArrayOfReferences_IsClearedOnReturn()
    {
        using var services = ManualRequest.Services();
        var request = new ManualRequest(services);
        var rented = request.Context.RequestCleanup().Rent<object>(8);
        rented[0] = "kept alive by the pool otherwise";

        request.End();

        Assert.Null(rented[0]);
    }

    [Fact]
    public void Rent_AfterTheEnd_LeavesThePoolAsItWas()
    {
        using var services = ManualRequest.Services();
        var request = new ManualRequest(services);
        var cleanup = request.Context.RequestCleanup();
        request.End();

        Assert.Throws<ObjectDisposedException>(() => cleanup.Rent<Marker>(100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ManualRequest(services).Context.RequestCleanup().Rent<Marker>(-1));
    }

    [Fact]
    public void EveryMember_AfterTheRequestsEnd_Throws()
    {
        using var services = ManualRequest.Services();
        var request = new ManualRequest(services);
        var cleanup = request.Context.RequestCleanup();
        request.End();

        Assert.Throws<ObjectDisposedException>(() => cleanup.Dispose(Stream.Null));
        Assert.Throws<ObjectDisposedException>(() => cleanup.Run(() => { }));
        Assert.Throws<ObjectDisposedException>(() => cleanup.Run(1, _ => { }));
        Assert.Throws<ObjectDisposedException>(() => cleanup.RunInBackground((_, _) => default));
        Assert.Equal(0, services.GetRequiredService<BackgroundQueue>().Pending);
    }

    [Fact]
    public void RequestCleanup_TakenFromAContextThatHasEnded_Refuses()
    {
        using var services = ManualRequest.Services();
        var request = new ManualRequest(services);
        request.Context.RequestCleanup();
        request.End();

        var late = request.Context.RequestCleanup();

        Assert.Throws<ObjectDisposedException>(() => late.Run(() => { }));
    }

    [Fact]
    public void OldValue_WhenItsRegistryServesTheNextRequest_AddsNothingThere()
    {
        using var services = ManualRequest.Services();
        var first = new ManualRequest(services);
        var old = first.Context.RequestCleanup();
        first.End();
        var second = new ManualRequest(services);
        second.Context.RequestCleanup();
        var ran = false;

        Assert.Throws<ObjectDisposedException>(() => old.Run(() => ran = true));
        second.End();

        Assert.False(ran);
    }

    [Fact]
    public void DefaultValue_Used_SaysWhereToTakeOne()
    {
        var nobody = default(MemHygiene.AspNetCore.RequestCleanup.RequestCleanup);

        var error = Assert.Throws<InvalidOperationException>(() => nobody.Run(() => { }));

        Assert.Contains("HttpContext.RequestCleanup()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequestCleanup_WithoutItsServices_SaysWhatToCall()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var request = new ManualRequest(services);

        var error = Assert.Throws<InvalidOperationException>(() => request.Context.RequestCleanup());

        Assert.Contains("AddRequestCleanup()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_Null_ThrowAtTheCall()
    {
        using var services = ManualRequest.Services();
        var cleanup = new ManualRequest(services).Context.RequestCleanup();

        Assert.Throws<ArgumentNullException>(() => cleanup.Dispose(null!));
        Assert.Throws<ArgumentNullException>(() => cleanup.Run(null!));
        Assert.Throws<ArgumentNullException>(() => cleanup.Run(1, null!));
        Assert.Throws<ArgumentNullException>(() => cleanup.RunInBackground(null!));
    }

    [Fact]
    public void Callback_ThatAddsAnother_IsFollowedByIt()
    {
        using var services = ManualRequest.Services();
        var request = new ManualRequest(services);
        var cleanup = request.Context.RequestCleanup();
        List<int> order = [];
        cleanup.Run(() => order.Add(3));
        cleanup.Run(() =>
        {
            order.Add(1);
            cleanup.Run(() => order.Add(2));
        });

        request.End();

        Assert.Equal([1, 2, 3], order);
    }

    [Fact]
    public void PooledRegistry_AfterTheRequest_KeepsNothingAlive()
    {
        using var services = ManualRequest.Services();
        var request = new ManualRequest(services);

        var registered = RegisterAndEnd(request);
        GC.Collect();

        Assert.All(registered, item => Assert.False(item.IsAlive));
        GC.KeepAlive(services);
    }

    [Fact]
    public void LongList_AfterTheRequest_IsNotKept()
    {
        using var services = ManualRequest.Services(options => options.MaxRetainedEntries = 8);
        var request = new ManualRequest(services);
        var registry = Begin(request);
        for (var i = 0; i < 9; i++)
        {
            request.Context.RequestCleanup().Run(() => { });
        }

        var during = registry.Capacity;
        request.End();

        Assert.Equal(16, during);
        Assert.Equal(CleanupRegistry.InitialEntries, registry.Capacity);
    }

    [Fact]
    public void Pool_MoreReturnedThanItsBound_KeepsTheBound()
    {
        using var services = ManualRequest.Services(options => options.MaxPooledRegistries = 2);
        ManualRequest[] requests = [new(services), new(services), new(services), new(services)];
        var used = requests.Select(Begin).ToHashSet();
        Array.ForEach(requests, request => request.End());

        var again = new[] { 1, 2, 3, 4 }.Select(_ => Begin(new ManualRequest(services))).ToList();

        Assert.Equal(2, again.Count(used.Contains));
    }

    [Fact]
    public void WarmRequest_WithDisposablesCallbacksAndAnArray_AllocatesNothing()
    {
        using var services = ManualRequest.Services();
        var request = new ManualRequest(services);
        OneRequest(request);
        OneRequest(request);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            OneRequest(request);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void OneRequest(ManualRequest request)
    {
        var cleanup = request.Context.RequestCleanup();
        cleanup.Dispose(Stream.Null);
        cleanup.Run(request, static _ => { });
        request.Context.RequestCleanup().Dispose(Stream.Null);
        cleanup.Rent<byte>(64)[0] = 1;
        request.End();
        request.Reset();
    }

    private static CleanupRegistry Begin(ManualRequest request)
    {
        request.Context.RequestCleanup();
        return request.Context.Features.Get<CleanupRegistry>()!;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> RegisterAndEnd(ManualRequest request)
    {
        var cleanup = request.Context.RequestCleanup();
        var disposable = new MemoryStream();
        var state = new object();
        cleanup.Dispose(disposable);
        cleanup.Run(state, _ => { });
        request.End();
        return [new(disposable), new(state)];
    }

    private readonly record struct Marker(byte Value);
}
