using System.Net;
using MemHygiene.AspNetCore.Tests.Shedding;
using MemHygiene.Pressure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MemHygiene.AspNetCore.Tests.Health;

public sealed class MemoryHealthCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(750, MemoryLevel.Acceptable, HttpStatusCode.OK, "Healthy")]
    [InlineData(850, MemoryLevel.Warning, HttpStatusCode.OK, "Degraded")]
    [InlineData(950, MemoryLevel.Critical, HttpStatusCode.ServiceUnavailable, "Unhealthy")]
    public async Task Readiness_AtALevel_SaysWhetherRequestsShouldCome(long used, MemoryLevel level, HttpStatusCode status, string text)
    {
        await using var server = await Server();
        await server.UseAsync(used, level);

        var response = await server.Client.GetAsync("/health/ready", Token);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(text, await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Liveness_WhileMemoryIsCritical_IsHealthy()
    {
        await using var server = await Server();
        await server.UseAsync(950, MemoryLevel.Critical);

        Assert.Equal("Healthy", await server.Client.GetStringAsync("/health/alive", Token));
    }

    [Fact]
    public async Task Liveness_AfterMemoryWasCriticalForTooLong_IsUnhealthy()
    {
        await using var server = await Server(options => options.RestartAfter = TimeSpan.FromTicks(1));
        await server.UseAsync(950, MemoryLevel.Critical);

        // The alert is raised by a response after the one that told of the level.
        HttpResponseMessage response;
        do
        {
            response = await server.Client.GetAsync("/health/alive", Token);
        }
        while (response.StatusCode == HttpStatusCode.OK);

        Assert.Equal("Unhealthy", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Checks_ThatAreAddedTwice_AreThereOnce()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMemHygiene().AddMemoryHealthChecks().AddMemoryHealthChecks();
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);

        Assert.Equal([HealthBuilderExtensions.ReadinessName, HealthBuilderExtensions.LivenessName], report.Entries.Keys);
        Assert.True((long)report.Entries[HealthBuilderExtensions.ReadinessName].Data["limitBytes"] > 0);
    }

    private static Task<SheddingServer> Server(Action<MemoryMonitorOptions>? configure = null) => SheddingServer.StartAsync(
        add => add.AddLoadShedding().AddMemoryHealthChecks().ConfigureMemoryMonitor(configure ?? (_ => { })),
        app =>
        {
            app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
            app.MapHealthChecks("/health/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") });
        });
}
