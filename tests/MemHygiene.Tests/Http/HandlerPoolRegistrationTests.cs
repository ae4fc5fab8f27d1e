using MemHygiene.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MemHygiene.Tests.Http;

public sealed class HandlerPoolRegistrationTests
{
    [Fact]
    public void AddHandlerPool_Twice_AddsOnePoolAndBothConfigurations()
    {
        var services = new ServiceCollection();
        services.AddMemHygiene().AddHandlerPool(options => options.MaxHandlers = 7).AddHandlerPool(options => options.MaxConnectionsPerServer = 8);

        using var provider = services.BuildServiceProvider();

        Assert.Single(provider.GetServices<HandlerPool>());
        var options = provider.GetRequiredService<IOptions<HandlerPoolOptions>>().Value;
        Assert.Equal((7, 8), (options.MaxHandlers, options.MaxConnectionsPerServer));
    }

    [Fact]
    public async Task Start_WithBrokenOptions_FailsAndNamesEachOfThemWithItsValue()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddMemHygiene().AddHandlerPool(options =>
        {
            options.MaxHandlers = 0;
            options.MaxConnectionsPerServer = -3;
            options.IdleTimeout = Timeout.InfiniteTimeSpan;
            options.PooledConnectionLifetime = TimeSpan.Zero;
            options.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(-2);
        });
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        string[] expected = ["MaxHandlers: must be at least 1; it is 0", "MaxConnectionsPerServer: must be at least 1; it is -3", "IdleTimeout", "PooledConnectionLifetime", "-00:00:02"];
        Assert.All(expected, text => Assert.Contains(text, exception.Message, StringComparison.Ordinal));
    }
}
