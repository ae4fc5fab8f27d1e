using MemHygiene.Periodic;
using MemHygiene.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MemHygiene.Tests.Periodic;

public sealed class PeriodicRegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddPeriodicWork_RunsInTheHost_AndShowsInTheRegistry()
    {
        var clock = new TestClock();
        using var host = Build(clock, [], works => works
            .AddPeriodicWork("check-proxies", TimeSpan.FromSeconds(120), (_, _) => Task.CompletedTask, options => options.Jitter = 0)
            .AddPeriodicWork("purge", TimeSpan.FromSeconds(60), (_, _) => Task.CompletedTask, options => options.Jitter = 0));
        await host.StartAsync(Token);

        clock.Advance(TimeSpan.FromSeconds(120));

        var statuses = host.Services.GetRequiredService<PeriodicWorkRegistry>().GetStatuses();
        Assert.Equal([("check-proxies", 1L), ("purge", 2L)], statuses.Select(status => (status.Name, status.Runs)));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task RealClock_RunsTheWorkAgainAndAgain()
    {
        var third = new TaskCompletionSource();
        var runs = 0;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddMemHygiene().AddPeriodicWork("tick", TimeSpan.FromMilliseconds(1), (_, _) =>
        {
            if (Interlocked.Increment(ref runs) == 3)
            {
                third.SetResult();
            }

            return Task.CompletedTask;
        });
        using var host = builder.Build();

        await host.StartAsync(Token);
        await third.Task.WaitAsync(Token);
        var now = await host.Services.GetRequiredService<PeriodicWorkRegistry>().TriggerAsync("tick", Token);
        await host.StopAsync(Token);

        Assert.True(now.Runs >= 3);
        Assert.Null(host.Services.GetRequiredService<PeriodicWorkRegistry>().GetStatuses().Single().NextRun);
    }

    [Fact]
    public async Task Run_DoesNotSeeTheAmbientStateOfWhoeverStartedOrTriggeredIt()
    {
        var ambient = new AsyncLocal<string?> { Value = "of the caller" };
        var seen = new TaskCompletionSource<string?>();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddMemHygiene().AddPeriodicWork("look", TestWork.Interval, (_, _) =>
        {
            seen.SetResult(ambient.Value);
            return Task.CompletedTask;
        });
        using var host = builder.Build();

        await host.StartAsync(Token);
        await host.Services.GetRequiredService<PeriodicWorkRegistry>().TriggerAsync("look", Token);
        await host.StopAsync(Token);

        Assert.Null(await seen.Task);
    }

    [Fact]
    public async Task EnvironmentVariable_OfTheProcess_SetsTheInterval()
    {
        const string Variable = "MEMHYGIENE_WORK_OF_THIS_TEST_INTERVAL";
        Environment.SetEnvironmentVariable(Variable, "60");
        try
        {
            var builder = Host.CreateApplicationBuilder();
            builder.AddMemHygiene().AddPeriodicWork("work-of-this-test", TimeSpan.FromSeconds(30), (_, _) => Task.CompletedTask);
            using var host = builder.Build();

            await host.StartAsync(Token);

            Assert.Equal(TimeSpan.FromSeconds(60), host.Services.GetRequiredService<PeriodicWorkRegistry>().GetStatuses().Single().Interval);
            await host.StopAsync(Token);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public async Task Configuration_WinsOverTheOptionsCallback()
    {
        using var host = Build(new TestClock(), new() { ["MemHygiene:Periodic:purge:Interval"] = "00:01:00" }, works => works
            .AddPeriodicWork("purge", TimeSpan.FromSeconds(1), (_, _) => Task.CompletedTask, options => options.Interval = TimeSpan.FromSeconds(2)));

        await host.StartAsync(Token);

        Assert.Equal(TimeSpan.FromMinutes(1), host.Services.GetRequiredService<PeriodicWorkRegistry>().GetStatuses().Single().Interval);
    }

    [Fact]
    public void ServicesWithoutAConfiguration_KeepTheIntervalOfTheCode()
    {
        var services = new ServiceCollection();
        services.AddMemHygiene().AddPeriodicWork("purge", TimeSpan.FromSeconds(7), (_, _) => Task.CompletedTask);
        using var provider = services.BuildServiceProvider();

        Assert.Equal(TimeSpan.FromSeconds(7), provider.GetRequiredService<PeriodicWorkRegistry>().GetStatuses().Single().Interval);
    }

    [Fact]
    public async Task Start_WithBadVariables_FailsAndNamesEachWithItsValueAndWhatIsAllowed()
    {
        using var host = Build(new TestClock(), new() { ["MEMHYGIENE_CHECK_PROXIES_INTERVAL"] = "2 minutes", ["PURGE_INTERVAL"] = "0" }, works => works
            .AddPeriodicWork("check-proxies", TimeSpan.FromSeconds(120), (_, _) => Task.CompletedTask)
            .AddPeriodicWork("purge", TimeSpan.FromSeconds(60), (_, _) => Task.CompletedTask));

        var exception = await Assert.ThrowsAsync<AggregateException>(() => host.StartAsync(Token));

        Assert.All(exception.InnerExceptions, inner => Assert.IsType<OptionsValidationException>(inner));
        string[] expected = ["MEMHYGIENE_CHECK_PROXIES_INTERVAL is '2 minutes'", "PURGE_INTERVAL is '0'", "a number of seconds such as 60, or hh:mm:ss", "24.00:00:00"];
        Assert.All(expected, text => Assert.Contains(text, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WithBrokenOptions_FailsAndNamesEachOfThemWithItsValueAndTheWork()
    {
        using var host = Build(new TestClock(), [], works => works.AddPeriodicWork("purge", TimeSpan.Zero, (_, _) => Task.CompletedTask, options =>
        {
            options.Jitter = 1.5;
            options.RunTimeout = TimeSpan.FromDays(25);
            options.StretchAtAcceptable = 0.5;
            options.StretchAtWarning = double.NaN;
            options.StretchAtCritical = 1001;
        }));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        string[] expected =
        [
            "Interval: must be more than zero and at most 24.00:00:00; it is 00:00:00 for the periodic work purge", "Jitter: must be from 0 to 1; it is 1.5",
            "RunTimeout", "25.00:00:00", "StretchAtAcceptable: must be from 1 to 1000; it is 0.5", "StretchAtWarning: must be from 1 to 1000; it is NaN", "it is 1001",
        ];
        Assert.All(expected, text => Assert.Contains(text, exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("check-proxies", "check-proxies", "MEMHYGIENE_CHECK_PROXIES_INTERVAL")]
    [InlineData("check-proxies", "Check.Proxies", "MEMHYGIENE_CHECK_PROXIES_INTERVAL")]
    [InlineData("purge", "memhygiene-purge", "MEMHYGIENE_PURGE_INTERVAL")]
    public void TwoWorks_ThatOneVariableWouldSet_AreRefusedAtRegistration(string first, string second, string variable)
    {
        var builder = new ServiceCollection().AddMemHygiene().AddPeriodicWork(first, TestWork.Interval, (_, _) => Task.CompletedTask);

        var exception = Assert.Throws<InvalidOperationException>(() => builder.AddPeriodicWork(second, TestWork.Interval, (_, _) => Task.CompletedTask));

        string[] expected = [$"'{first}'", $"'{second}'", variable];
        Assert.All(expected, text => Assert.Contains(text, exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("check proxies")]
    [InlineData("check--proxies")]
    [InlineData("-check")]
    [InlineData("check:proxies")]
    [InlineData("prüfen")]
    [InlineData("check\n")]
    public void Name_ThatNoVariableCouldBearClearly_IsRefused(string name)
    {
        var builder = new ServiceCollection().AddMemHygiene();

        Assert.Throws<ArgumentException>(() => builder.AddPeriodicWork(name, TestWork.Interval, (_, _) => Task.CompletedTask));
    }

    private static IHost Build(TestClock clock, Dictionary<string, string?> settings, Action<MemHygieneBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton<TimeProvider>(clock);
        add(builder.AddMemHygiene());
        return builder.Build();
    }
}
