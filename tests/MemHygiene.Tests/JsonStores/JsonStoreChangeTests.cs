using MemHygiene.JsonStores;
using Microsoft.Extensions.Primitives;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreChangeTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public JsonStoreChangeTests() => _folder.WriteSettled("""{"Name":"first"}""");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OnChange_AfterASave_GetsTheSavedDocument()
    {
        var store = _folder.Open<Catalogue>();
        var (changed, handler) = Once();
        using var registration = store.OnChange(handler);

        store.Save(new() { Name = "second" });

        Assert.Equal("second", (await changed).Name);
    }

    [Fact]
    public async Task OnChange_AfterAnotherProcessWrote_IsCalledWithoutAReader()
    {
        var store = _folder.Open<Catalogue>();
        var (changed, handler) = Once();
        using var registration = store.OnChange(handler);

        _folder.WriteSettled("""{"Name":"from elsewhere"}""");
        _folder.Expire();

        Assert.Equal("from elsewhere", (await changed).Name);
    }

    [Fact]
    public async Task OnChange_OfAFileThatAppears_IsCalled()
    {
        File.Delete(_folder.Path);
        var store = _folder.Open<Catalogue>();
        var (changed, handler) = Once();
        using var registration = store.OnChange(handler);

        _folder.WriteSettled("""{"Name":"there"}""");
        _folder.Expire();

        Assert.Equal("there", (await changed).Name);
    }

    [Fact]
    public async Task OnChange_WithAHandlerThatThrows_CallsTheOthers()
    {
        var store = _folder.Open<Catalogue>();
        using var throwing = store.OnChange(_ => throw new InvalidOperationException());
        var (changed, handler) = Once();
        using var registration = store.OnChange(handler);

        store.Save(new() { Name = "second" });

        Assert.Equal("second", (await changed).Name);
        Assert.Contains(_folder.Logged, line => line.StartsWith("Error 202", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnChange_OfAnUnchangedDocument_IsNotCalled()
    {
        var store = _folder.Open<Catalogue>();
        var names = new List<string>();
        using var collecting = store.OnChange(document => names.Add(document.Name));
        var (changed, handler) = Once();
        using var registration = store.OnChange(handler);

        _folder.Expire();
        _folder.WriteSettled("""{"Name":"first"}""");
        _folder.Expire();
        store.Save(new() { Name = "second" });
        await changed;

        Assert.Equal(["second"], names);
    }

    [Fact]
    public void OnChange_DisposedOf_LeavesNoTimer()
    {
        var store = _folder.Open<Catalogue>();

        var registration = store.OnChange(_ => { });
        var timersBefore = _folder.Clock.ArmedTimers;
        registration.Dispose();
        registration.Dispose();

        Assert.Equal((1, 0), (timersBefore, _folder.Clock.ArmedTimers));
    }

    [Fact]
    public void Dispose_OfTheStore_LeavesNoTimerAndAStoreThatReads()
    {
        var store = _folder.Open<Catalogue>();
        _ = store.OnChange(_ => { });

        ((IDisposable)store).Dispose();

        Assert.Equal(0, _folder.Clock.ArmedTimers);
        Assert.Equal("first", store.Read().Name);
    }

    [Fact]
    public async Task GetChangeToken_AfterEachChange_IsANewOne()
    {
        var store = _folder.Open<Catalogue>();
        var changes = new SemaphoreSlim(0);
        using var registration = ChangeToken.OnChange(store.GetChangeToken, () => changes.Release());

        store.Save(new() { Name = "second" });
        await changes.WaitAsync(TestContext.Current.CancellationToken);
        store.Save(new() { Name = "third" });
        await changes.WaitAsync(TestContext.Current.CancellationToken);

        Assert.False(store.GetChangeToken().HasChanged);
    }

    private static (Task<Catalogue> Changed, Action<Catalogue> Handler) Once()
    {
        var changed = new TaskCompletionSource<Catalogue>(TaskCreationOptions.RunContinuationsAsynchronously);
        return (changed.Task, document => changed.TrySetResult(document));
    }
}
