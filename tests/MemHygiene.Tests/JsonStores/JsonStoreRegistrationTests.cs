using System.Diagnostics.Metrics;
using System.Text.Json;
using MemHygiene.JsonStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreRegistrationTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(new());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddJsonStore_GivesOneStoreToAll()
    {
        _builder.AddMemHygiene().AddJsonStore<Catalogue>(_folder.Path).AddJsonStore<Numbered>(_folder.Path + ".numbered");
        using var host = _builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        var store = host.Services.GetRequiredService<JsonStore<Catalogue>>();
        store.Save(new() { Name = "shop" });

        Assert.Same(store, host.Services.GetRequiredService<JsonStore<Catalogue>>());
        Assert.Equal("shop", store.Read().Name);
        Assert.NotNull(host.Services.GetRequiredService<JsonStore<Numbered>>());
    }

    [Fact]
    public void AddJsonStore_WithTypeInfo_ReadsAndSavesWithIt()
    {
        var services = new ServiceCollection();
        services.AddMemHygiene().AddJsonStore(_folder.Path, DocumentContext.Default.Catalogue);
        using var provider = services.BuildServiceProvider();

        var store = provider.GetRequiredService<JsonStore<Catalogue>>();
        store.Save(new() { Name = "shop" });
        store.Clear();

        Assert.Equal("shop", store.Read().Name);
    }

    [Fact]
    public void AddJsonStore_WithARelativePath_ResolvesItAgainstTheCurrentDirectory()
    {
        _builder.AddMemHygiene().AddJsonStore<Catalogue>("no-such-file.json");
        using var host = _builder.Build();

        var failure = Assert.Throws<JsonStoreException>(host.Services.GetRequiredService<JsonStore<Catalogue>>().Read);

        Assert.Equal(Path.GetFullPath("no-such-file.json"), failure.FilePath);
    }

    [Fact]
    public void AddJsonStore_OfTheSameTypeAgain_AcceptsTheSameFileOnly()
    {
        var mem = _builder.AddMemHygiene().AddJsonStore<Catalogue>(_folder.Path).AddJsonStore<Catalogue>(_folder.Path);

        var failure = Assert.Throws<InvalidOperationException>(() => mem.AddJsonStore<Catalogue>(_folder.Path + ".other"));

        Assert.Contains(_folder.Path + ".other", failure.Message);
        Assert.Single(mem.Services, service => service.ServiceType == typeof(JsonStore<Catalogue>));
    }

    [Fact]
    public void AddJsonStore_WithWrongArguments_ThrowsAtTheCall()
    {
        var mem = _builder.AddMemHygiene();

        Assert.Throws<ArgumentNullException>(() => mem.AddJsonStore<Catalogue>(null!));
        Assert.Throws<ArgumentException>(() => mem.AddJsonStore<Catalogue>(" "));
        Assert.Throws<ArgumentNullException>(() => mem.AddJsonStore<Catalogue>("a.json", typeInfo: null!));
        Assert.Throws<ArgumentNullException>(() => JsonStoreBuilderExtensions.AddJsonStore<Catalogue>(null!, "a.json"));
    }

    [Fact]
    public async Task Start_WithOptionsThatCannotWork_NamesEachOptionAndItsValue()
    {
        _builder.AddMemHygiene().AddJsonStore(_folder.Path, DocumentContext.Default.Catalogue, options =>
        {
            options.TimeToLive = TimeSpan.FromSeconds(-1);
            options.SerializerOptions = JsonSerializerOptions.Web;
            options.LockTimeout = TimeSpan.Zero;
            options.OpenRead = file => file;
        });
        using var host = _builder.Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(failure.Failures, text => text.Contains("JsonStoreOptions.TimeToLive") && text.Contains("-00:00:01"));
        Assert.Contains(failure.Failures, text => text.Contains("JsonStoreOptions.SerializerOptions"));
        Assert.Contains(failure.Failures, text => text.Contains("JsonStoreOptions.LockTimeout") && text.Contains("00:00:00"));
        Assert.Contains(failure.Failures, text => text.Contains("JsonStoreOptions.OpenWrite"));
    }

    [Fact]
    public void Meter_CountsReadsStaleReadsAndSavesByDocument()
    {
        var counted = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "MemHygiene")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.Contains(new("memhygiene.json_store.document", nameof(Counted))))
            {
                counted[instrument.Name] = counted.GetValueOrDefault(instrument.Name) + value;
            }
        });
        listener.Start();
        var store = _folder.Open<Counted>();

        store.Save(new());
        store.Clear();
        _ = store.Read();
        _folder.WriteSettled("broken");
        _folder.Expire();
        _ = store.Read();

        Assert.Equal(1, counted["memhygiene.json_store.saves"]);
        Assert.Equal(2, counted["memhygiene.json_store.reads"]);
        Assert.Equal(1, counted["memhygiene.json_store.stale_reads"]);
    }

    private sealed class Counted;
}
