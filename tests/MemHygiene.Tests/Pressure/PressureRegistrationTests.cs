using MemHygiene.Http;
using MemHygiene.Pressure;
using MemHygiene.Readings;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MemHygiene.Tests.Pressure;

public sealed class PressureRegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_WithMemHygiene_LooksAndRespondsByItself()
    {
        var sampler = new FakeSampler { Used = 950 };
        var trimmed = new TaskCompletionSource<MemoryLevel>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = Host(builder => builder.AddMemoryConsumer("buffers", TrimCost.Free, () => new MemoryUsage(10), (level, _) => trimmed.TrySetResult(level)), sampler);

        await host.StartAsync(Token);

        Assert.Equal(MemoryLevel.Critical, await trimmed.Task.WaitAsync(Token));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Host_WhenTheUseRises_TellsOfTheNewLevel()
    {
        var sampler = new FakeSampler { Used = 100 };
        using var host = Host(_ => { }, sampler);
        await host.StartAsync(Token);
        var told = new TaskCompletionSource<MemoryLevel>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<MemoryMonitor>().OnLevelChanged(level => told.TrySetResult(level));

        sampler.Used = 850;

        Assert.Equal(MemoryLevel.Warning, await told.Task.WaitAsync(Token));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Host_AfterItStopped_AsksNobodyAnyMore()
    {
        using var host = Host(builder => builder.AddHandlerPool());
        await host.StartAsync(Token);

        await host.StopAsync(Token);

        Assert.Empty(host.Services.GetRequiredService<MemoryMonitor>().Consumers);
    }

    [Fact]
    public async Task Host_WithEveryPrimitive_ListsEachOnce()
    {
        using var host = Host(builder => builder
            .AddHandlerPool()
            .AddHandlerPool()
            .AddModel(_ => new object())
            .AddJsonStore<Dictionary<string, int>>("prices.json")
            .AddMemoryCacheTrimming()
            .AddMemoryCacheTrimming());

        await host.StartAsync(Token);

        var names = host.Services.GetServices<IMemoryConsumer>().Select(consumer => consumer.Name);
        Assert.Equal(["HandlerPool", "ModelCache<Object>", "JsonStore<Dictionary<String, Int32>>", "IMemoryCache"], names);
        await host.StopAsync(Token);
    }

    [Fact]
    public void Monitor_OfThisProcess_KnowsItsLimit()
    {
        using var services = new ServiceCollection().AddMemHygiene().Services.BuildServiceProvider();

        var reading = services.GetRequiredService<MemoryMonitor>().Current;

        Assert.InRange(reading.UsedShare!.Value, 0, 1);
        Assert.True(reading.LimitBytes > 0);
        Assert.NotEqual(MemoryLimitKind.Unknown, reading.LimitKind);
    }

    [Theory]
    [InlineData(nameof(MemoryMonitorOptions.AcceptableBelow), 0.15)]
    [InlineData(nameof(MemoryMonitorOptions.WarningBelow), 0.05)]
    [InlineData(nameof(MemoryMonitorOptions.CriticalBelow), double.NaN)]
    [InlineData(nameof(MemoryMonitorOptions.Hysteresis), 0.7)]
    [InlineData(nameof(MemoryMonitorOptions.AlertAbove), 80)]
    public async Task Start_WithAShareOutOfRange_FailsAndNamesIt(string option, double value)
    {
        using var host = Host(builder => builder.ConfigureMemoryMonitor(options => typeof(MemoryMonitorOptions).GetProperty(option)!.SetValue(options, value)));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(option, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(MemoryMonitorOptions.RecoveryTime), -1)]
    [InlineData(nameof(MemoryMonitorOptions.SampleInterval), 0)]
    [InlineData(nameof(MemoryMonitorOptions.TrimInterval), 0)]
    [InlineData(nameof(MemoryMonitorOptions.TrimTimeout), 3600)]
    [InlineData(nameof(MemoryMonitorOptions.CollectInterval), 0)]
    [InlineData(nameof(MemoryMonitorOptions.RestartAfter), 0)]
    public async Task Start_WithATimeOutOfRange_FailsAndNamesItAndItsValue(string option, int seconds)
    {
        using var host = Host(builder => builder.ConfigureMemoryMonitor(
            options => typeof(MemoryMonitorOptions).GetProperty(option)!.SetValue(options, TimeSpan.FromSeconds(seconds))));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(option, exception.Message, StringComparison.Ordinal);
        Assert.Contains(TimeSpan.FromSeconds(seconds).ToString(), exception.Message, StringComparison.Ordinal);
    }

    private static IHost Host(Action<MemHygieneBuilder> add, IMemorySampler? sampler = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        if (sampler is not null)
        {
            builder.Services.AddSingleton(sampler);
        }

        add(builder.AddMemHygiene());
        return builder.Build();
    }
}
