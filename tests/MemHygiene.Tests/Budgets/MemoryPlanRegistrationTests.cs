using MemHygiene.Budgets;
using MemHygiene.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MemHygiene.Tests.Budgets;

public sealed class MemoryPlanRegistrationTests
{
    private const long Megabyte = 1024 * 1024;

    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(new());
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void AddMemoryPlan_Twice_AddsOnePlanAndBothConfigurations()
    {
        var plan = Plan(options => options.AvailableBytes = 512 * Megabyte, options => options.Cores = 3);

        Assert.Equal((512 * Megabyte, 3), (plan.AvailableBytes, plan.Cores));
        Assert.Single(_builder.Services, service => service.ServiceType == typeof(MemoryPlan));
    }

    [Fact]
    public void AddMemoryPlan_WithoutASupervisor_PlansForTheProcessAlone()
    {
        var plan = Plan(options => (options.AvailableBytes, options.Cores) = (8192 * Megabyte, 4));

        Assert.Equal((1, true), (plan.Workers, plan.SingleProcess));
    }

    /// <summary>From the strongest: own variable, generic variable, configuration, code, default.</summary>
    [Theory]
    [InlineData("2", "3", "4", 5, 2)]
    [InlineData(null, "3", "4", 5, 3)]
    [InlineData(null, null, "4", 5, 4)]
    [InlineData(null, null, null, 5, 5)]
    [InlineData(null, null, null, null, 1)]
    public void Workers_SetInSeveralPlaces_TheStrongestWins(string? own, string? generic, string? configuration, int? code, int expected)
    {
        Set("MEMHYGIENE_WORKERS", own);
        Set("WORKERS", generic);
        _builder.Configuration["MemHygiene:Plan:Workers"] = configuration;

        var plan = Plan(options => options.Workers = code);

        Assert.Equal(expected, plan.Workers);
    }

    [Fact]
    public void Configuration_OfEveryOption_IsRead()
    {
        var section = new Dictionary<string, string?>
        {
            ["AvailableBytes"] = "1073741824",
            ["Cores"] = "3",
            ["Headroom"] = "0.5",
            ["BaseBytes"] = "1",
            ["ModelBytes"] = "2",
            ["ModelSharing"] = "once",
            ["Workers"] = "4",
            ["MinWorkers"] = "2",
            ["MaxWorkers"] = "5",
            ["Threads"] = "6",
            ["WorkerBytes"] = "67108864",
            ["IdleBytes"] = "7",
            ["UnitBytes"] = "8",
            ["RequestBytes"] = "2048",
            ["HandlerBytes"] = "2049",
            ["Database"] = "PostgreSql",
            ["DatabaseConnectionBytes"] = "2050",
            ["DatabaseMaxConnections"] = "50",
            ["DatabaseServerBytes"] = "134217728",
        };
        _builder.Configuration.AddInMemoryCollection(section.Select(entry => KeyValuePair.Create("MemHygiene:Plan:" + entry.Key, entry.Value)));
        _builder.AddMemHygiene().AddMemoryPlan(null, _ => null);
        using var host = _builder.Build();

        var options = host.Services.GetRequiredService<IOptions<MemoryPlanOptions>>().Value;

        Assert.Equal(
            section.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}".ToUpperInvariant()),
            typeof(MemoryPlanOptions).GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal).Select(property => $"{property.Name}={property.GetValue(options)}".ToUpperInvariant()));
    }

    [Fact]
    public async Task Start_WithMistakesEverywhere_NamesEachWithItsPlace()
    {
        Set("WORKERS", "all");
        _builder.Configuration["MemHygiene:Plan:WorkerByte"] = "200";
        _builder.Configuration["MemHygiene:Plan:cores"] = "two";
        _builder.Configuration["MemHygiene:Plan:Database"] = "1";
        _builder.AddMemHygiene().AddMemoryPlan(options => options.RequestBytes = 0, Environment);
        using var host = _builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("The configuration MemHygiene:Plan:cores is 'two'; it must be a whole number.", exception.Failures);
        Assert.Contains("The configuration MemHygiene:Plan:Database is '1'; it must be one of None, PostgreSql, SqlServer, Other.", exception.Failures);
        Assert.Contains(exception.Failures, failure => failure.StartsWith("The configuration MemHygiene:Plan:WorkerByte is no option of the plan; the options are AvailableBytes, Cores,", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.StartsWith("The environment variable WORKERS is 'all'", StringComparison.Ordinal));
        Assert.Contains("MemoryPlanOptions.RequestBytes is 0; it must be from 1024 to 1073741824.", exception.Failures);
    }

    [Fact]
    public void MaxHandlers_NotSet_IsThePlans()
    {
        _builder.AddMemHygiene().AddHandlerPool().AddMemoryPlan(SmallProcess, Environment);
        using var host = _builder.Build();

        var options = host.Services.GetRequiredService<IOptions<HandlerPoolOptions>>().Value;

        Assert.Equal(host.Services.GetRequiredService<MemoryPlan>().MaxHandlers, options.MaxHandlers);
        Assert.NotEqual(new HandlerPoolOptions().MaxHandlers, options.MaxHandlers);
    }

    [Fact]
    public void MaxHandlers_SetByTheApplication_StaysWhateverTheOrder()
    {
        _builder.AddMemHygiene().AddHandlerPool(options => options.MaxHandlers = 7).AddMemoryPlan(SmallProcess, Environment);
        using var host = _builder.Build();

        Assert.Equal(7, host.Services.GetRequiredService<IOptions<HandlerPoolOptions>>().Value.MaxHandlers);
    }

    private static void SmallProcess(MemoryPlanOptions options) => (options.AvailableBytes, options.Cores) = (256 * Megabyte, 1);

    private MemoryPlan Plan(params Action<MemoryPlanOptions>[] configure)
    {
        var hygiene = _builder.AddMemHygiene();
        foreach (var one in configure)
        {
            hygiene.AddMemoryPlan(one, Environment);
        }

        using var host = _builder.Build();
        return host.Services.GetRequiredService<MemoryPlan>();
    }

    private void Set(string variable, string? value)
    {
        if (value is not null)
        {
            _environment[variable] = value;
        }
    }

    private string? Environment(string variable) => _environment.GetValueOrDefault(variable);
}
