using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MemHygiene.JsonStores;
using MemHygiene.Pressure;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoresTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Get_OfAKey_GivesTheStoreOverItsFile()
    {
        var stores = Open();

        await stores.Get("anna").SaveAsync(new() { Name = "Anna's" }, TestContext.Current.CancellationToken);

        Assert.Same(stores.Get("anna"), stores.Get("anna"));
        Assert.Equal("Anna's", stores.Get("anna").Read().Name);
        Assert.Contains("Anna", File.ReadAllText(PathOf("anna")));
        Assert.Throws<JsonStoreException>(() => stores.Get("bert").Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../secret")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    [InlineData("a b")]
    [InlineData("Anna")]
    [InlineData("ännchen")]
    [InlineData(".hidden")]
    [InlineData("ends.")]
    [InlineData("con")]
    [InlineData("nul.json")]
    [InlineData("a:b")]
    [InlineData("{key}")]
    public void Get_OfAKeyThatIsNoSafeName_Throws(string key) => Assert.Throws<ArgumentException>(() => Open().Get(key));

    [Fact]
    public void Get_OfAKeyThatIsTooLong_Throws()
    {
        Assert.NotNull(Open().Get(new string('a', 100)));
        Assert.Throws<ArgumentException>(() => Open().Get(new string('a', 101)));
    }

    [Fact]
    public void Get_OfMoreKeysThanDocumentsMayBe_LetsTheLongestUnreadGo()
    {
        var stores = Open(options => options.MaxDocuments = 3);
        Write("a", "b", "c", "d");
        var held = stores.Get("a");
        foreach (var key in (string[])["a", "b", "c"])
        {
            _ = stores.Get(key).Read();
            _folder.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        _ = stores.Get("a").Read();
        _folder.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = stores.Get("d").Read();

        Assert.Equal(["a", "c", "d"], Names(stores));
        Assert.Equal("a", held.Read().Name);
    }

    [Fact]
    public void Read_OfAHeldStoreWhoseDocumentHasGone_BringsItBack()
    {
        var stores = Open(options => options.MaxDocuments = 1);
        Write("a", "b");
        var held = stores.Get("a");
        _ = held.Read();

        _ = stores.Get("b").Read();
        var namesWithoutIt = Names(stores);
        var name = held.Read().Name;

        Assert.Equal(["b"], namesWithoutIt);
        Assert.Equal("a", name);
        Assert.Equal(["a"], Names(stores));
        Assert.Same(held, stores.Get("a"));
    }

    [Fact]
    public void Read_OfMoreBytesThanTheBound_LetsTheLongestUnreadGo()
    {
        var stores = Open(options => options.MaxBytes = 1);
        Write("a", "b");

        _ = stores.Get("a").Read();
        _ = stores.Get("b").Read();

        Assert.Equal(["b"], Names(stores));
    }

    [Fact]
    public void Get_OfManyKeysThatNobodyHolds_ForgetsThem()
    {
        var stores = Open(options => options.MaxDocuments = 2);
        for (var key = 0; key < 1_000; key++)
        {
            OpenAndForget(stores, $"{key}");
        }

        GC.Collect();
        _ = stores.Get("last");

        Assert.InRange(stores.Count, 1, 10);
    }

    [Fact]
    public void Consumer_OfDocumentsThatNobodyReads_SaysWhatTheyHoldAndGivesThemBack()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_folder.Clock);
        services.AddMemHygiene().AddJsonStores<Catalogue>(Path.Combine(_folder.Folder, "{key}.json"));
        using var provider = services.BuildServiceProvider();
        var stores = provider.GetRequiredService<JsonStores<Catalogue>>();
        var consumer = provider.GetServices<IMemoryConsumer>().Single();
        Write("a", "b");
        _ = stores.Get("a").Read();
        _ = stores.Get("b").Read();

        var before = consumer.Usage;
        _folder.Clock.Advance(TimeSpan.FromMinutes(1));
        var releasable = consumer.Usage.ReleasableBytes;
        consumer.Trim(MemoryLevel.Warning, TestContext.Current.CancellationToken);

        Assert.Equal("JsonStores<Catalogue>", consumer.Name);
        Assert.Equal((0, 2), (before.ReleasableBytes, before.Items));
        Assert.Equal(before.HeldBytes, releasable);
        Assert.Equal(new MemoryUsage(0, 0, 0), consumer.Usage);
        Assert.Equal("a", stores.Get("a").Read().Name);
    }

    [Theory]
    [InlineData("tenants.json")]
    [InlineData("{key}/data.json")]
    [InlineData("{key}-{key}.json")]
    public void AddJsonStores_WithAPathWithoutOneKey_ThrowsAtTheCall(string path) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddMemHygiene().AddJsonStores<Catalogue>(path));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OpenAndForget(JsonStores<Catalogue> stores, string key) => _ = stores.Get(key);

    private static IEnumerable<string> Names(JsonStores<Catalogue> stores) => [.. stores.Cached.Select(cached => cached.Document.Document.Name).Order()];

    private JsonStores<Catalogue> Open(Action<JsonStoresOptions>? configure = null)
    {
        var options = new JsonStoresOptions();
        configure?.Invoke(options);
        var typeInfo = (JsonTypeInfo<Catalogue>)JsonSerializerOptions.Default.GetTypeInfo(typeof(Catalogue));
        return new(PathOf("{key}"), typeInfo, options, _folder.Clock, _folder);
    }

    private string PathOf(string key) => Path.Combine(_folder.Folder, $"{key}.json");

    private void Write(params string[] keys)
    {
        foreach (var key in keys)
        {
            _folder.Path = PathOf(key);
            _folder.WriteSettled($$"""{"Name":"{{key}}"}""");
        }
    }
}
