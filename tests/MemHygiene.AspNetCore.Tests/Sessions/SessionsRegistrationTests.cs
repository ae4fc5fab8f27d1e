using MemHygiene.AspNetCore.Sessions;
using MemHygiene.AspNetCore.Tests.RequestCleanup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Sessions;

public sealed class SessionsRegistrationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Store_WithAddSessionBeforeOrAfter_IsOurs(bool isBefore)
    {
        var services = new ServiceCollection();
        services.AddDistributedMemoryCache();
        _ = isBefore ? services.AddSession(Configure) : services;
        services.AddMemHygiene().AddSessions();
        _ = isBefore ? services : services.AddSession(Configure);
        using var provider = services.BuildServiceProvider();

        var stores = provider.GetServices<ISessionStore>();

        Assert.IsType<ChangeOnlySessionStore>(Assert.Single(stores));
        Assert.Equal(TimeSpan.FromHours(1), provider.GetRequiredService<IOptions<SessionOptions>>().Value.IdleTimeout);
    }

    [Fact]
    public void AddSessions_CalledTwice_RegistersOneStoreAndBothConfigurations()
    {
        var services = new ServiceCollection();
        services.AddDistributedMemoryCache();
        services.AddMemHygiene().AddSessions(options => options.RefreshFraction = 0.1).AddSessions(options => options.MaxRememberedSessions = 64);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<ChangeOnlySessionOptions>>().Value;

        Assert.IsType<ChangeOnlySessionStore>(Assert.Single(provider.GetServices<ISessionStore>()));
        Assert.Equal((0.1, 64), (options.RefreshFraction, options.MaxRememberedSessions));
    }

    [Fact]
    public async Task Host_WithAddSessionsAlone_ServesSessions()
    {
        await using var server = await LoopbackServer.StartAsync(
            services =>
            {
                services.AddDistributedMemoryCache();
                services.AddMemHygiene().AddSessions();
                services.AddSharedDataProtection();
            },
            app => app.UseSession().Run(context =>
            {
                context.Session.SetInt32("visits", (context.Session.GetInt32("visits") ?? 0) + 1);
                return context.Response.WriteAsync($"{context.Session.GetInt32("visits")}", context.RequestAborted);
            }));

        await server.GetAsync("/");

        Assert.Equal("2", await server.GetAsync("/"));
    }

    [Fact]
    public async Task Host_WithoutADistributedCache_SaysWhatToRegister()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => LoopbackServer.StartAsync(
            services => services.AddMemHygiene().AddSessions(),
            app => app.UseSession()));

        Assert.Contains("AddDistributedMemoryCache()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreAllNamedAtStartUp()
    {
        var services = new ServiceCollection();
        services.AddDistributedMemoryCache();
        services.AddMemHygiene().AddSessions(options =>
        {
            options.RefreshFraction = double.NaN;
            options.MaxRememberedSessions = 0;
        });
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.Equal(
            [
                "Property ChangeOnlySessionOptions.RefreshFraction: must be between 0 and 0.5, but is NaN.",
                "Property ChangeOnlySessionOptions.MaxRememberedSessions: must be between 4 and 16777216, but is 0.",
            ],
            error.Failures);
    }

    [Fact]
    public void AppsOwnStore_IsNotReplacedSilently()
    {
        var services = new ServiceCollection();
        services.AddTransient<ISessionStore, OwnStore>();

        var error = Assert.Throws<InvalidOperationException>(() => services.AddMemHygiene().AddSessions());

        Assert.Contains(nameof(OwnStore), error.Message, StringComparison.Ordinal);
    }

    private static void Configure(SessionOptions options) => options.IdleTimeout = TimeSpan.FromHours(1);

    private sealed class OwnStore : ISessionStore
    {
        public ISession Create(string sessionKey, TimeSpan idleTimeout, TimeSpan ioTimeout, Func<bool> tryEstablishSession, bool isNewSessionKey) =>
            throw new NotSupportedException();
    }
}
