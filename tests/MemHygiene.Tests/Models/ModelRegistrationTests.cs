using MemHygiene.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MemHygiene.Tests.Models;

public sealed class ModelRegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void AddModel_OfOneTypeTwice_ThrowsBecauseOneOfThemWouldBeSilentlyLost()
    {
        var builder = new ServiceCollection().AddMemHygiene().AddModel(_ => new TestModel(1));

        Assert.Throws<InvalidOperationException>(() => builder.AddModel(_ => new TestModel(2)));
    }

    [Fact]
    public async Task Start_WithoutPreload_LoadsNothing()
    {
        using var host = Host(_ => new TestModel());

        await host.StartAsync(Token);

        Assert.Null(host.Services.GetRequiredService<ModelCache<TestModel>>().Current);
    }

    [Fact]
    public async Task Start_WithPreload_LoadsTheModelAndHoldsNoLease()
    {
        using var host = Host(_ => new TestModel(), options => options.PreloadAtStartup = true);

        await host.StartAsync(Token);

        var cache = host.Services.GetRequiredService<ModelCache<TestModel>>();
        var model = cache.Current!;
        cache.Unload();
        Assert.Equal(1, model.Disposals);
    }

    [Fact]
    public async Task Start_WithAPreloadThatFails_Fails()
    {
        using var host = Host(_ => throw new IOException("no such model"), options => options.PreloadAtStartup = true);

        await Assert.ThrowsAsync<IOException>(() => host.StartAsync(Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(25 * 24 * 60 * 60)]
    public async Task Start_WithALoadTimeoutOutOfRange_FailsAndNamesTheOptionTheValueAndTheModel(int seconds)
    {
        using var host = Host(_ => new TestModel(), options => options.LoadTimeout = TimeSpan.FromSeconds(seconds));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(nameof(ModelCacheOptions.LoadTimeout), exception.Message, StringComparison.Ordinal);
        Assert.Contains(TimeSpan.FromSeconds(seconds).ToString(), exception.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(TestModel), exception.Message, StringComparison.Ordinal);
    }

    private static IHost Host(Func<IServiceProvider, TestModel> load, Action<ModelCacheOptions>? configure = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddMemHygiene().AddModel(load, configure);
        return builder.Build();
    }
}
