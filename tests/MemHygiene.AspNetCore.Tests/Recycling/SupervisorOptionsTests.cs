using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Fleets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Recycling;

public sealed class SupervisorOptionsTests
{
    [Fact]
    public void Resolve_NothingSaid_GivesTheDefaults()
    {
        var options = SupervisorEnvironment.Resolve(null, _ => null);

        Assert.Equal((1000, 50, TimeSpan.FromSeconds(5)), (options.MaxRequests, options.MaxRequestsJitter, options.KeepAliveTimeout));
        Assert.Null(options.Workers);
        Assert.InRange(options.WorkerCount, 1, 4);
    }

    [Fact]
    public void Resolve_SeveralMistakes_NamesEachWithItsValue()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => SupervisorEnvironment.Resolve(
            options => (options.MaxRequests, options.GracefulTimeout, options.MaxRequestsJitter) = (-1, TimeSpan.Zero, -2),
            _ => null));

        Assert.Equal(
            [
                "SupervisorOptions.MaxRequests is -1; it must be 0 (never) or more.",
                "SupervisorOptions.MaxRequestsJitter is -2; it must be between 0 and 1,000,000,000.",
                "SupervisorOptions.GracefulTimeout is 00:00:00; it must be more than zero and at most a day.",
            ],
            exception.Failures);
    }

    [Theory]
    [InlineData("3", "7", 3)]
    [InlineData(null, "7", 7)]
    [InlineData("", "7", 7)]
    [InlineData("0", null, 0)]
    public void Resolve_WorkersInTheEnvironment_OwnNameWins(string? own, string? generic, int expected)
    {
        var options = SupervisorEnvironment.Resolve(options => options.Workers = 2, name => name switch { "MEMHYGIENE_WORKERS" => own, "WORKERS" => generic, _ => null });

        Assert.Equal(expected, options.Workers);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    public void Resolve_BadNumberInTheEnvironment_NamesTheVariable(string value)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => SupervisorEnvironment.Resolve(null, name => name == "WORKERS" ? value : null));

        Assert.Equal($"The environment variable WORKERS is '{value}'; it must be a number of workers between 0 and 512.", exception.Message);
    }

    [Fact]
    public void Resolve_NumberOutOfRangeInTheEnvironment_NamesOptionAndVariable()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => SupervisorEnvironment.Resolve(null, name => name == "WORKERS" ? "1000" : null));

        Assert.Equal("SupervisorOptions.Workers is 1000; it must be between 0 and 512. It comes from the environment variable WORKERS.", exception.Message);
    }

    [Fact]
    public void Resolve_EnvironmentConfigurationAndCode_WinInThisOrder()
    {
        var configuration = Configuration(("MaxRequests", "7"), ("MaxRequestsJitter", "8"));

        var options = SupervisorEnvironment.Resolve(
            options => (options.MaxRequests, options.MaxRequestsJitter, options.Workers) = (1, 2, 3), configuration, name => name == "MEMHYGIENE_MAX_REQUESTS" ? "9" : null);

        Assert.Equal((9, 8, 3), (options.MaxRequests, options.MaxRequestsJitter, options.Workers));
    }

    [Fact]
    public void Resolve_EveryKindOfValue_IsRead()
    {
        var options = SupervisorEnvironment.Resolve(
            null,
            Configuration(
                ("MaxWorkerMemory", "104857600"),
                ("MaxWorkerHeapMegabytes", "50"),
                ("MaxWorkerAge", "12:00:00"),
                ("GracefulTimeout", "90"),
                ("KeepSpare", "true"),
                ("RecycleAt", "03:30, Sunday 04:00"),
                ("WarmUpPaths:0", "/"),
                ("WarmUpPaths:1", "/models")),
            _ => null);

        Assert.Equal((100L << 20, 50L << 20, TimeSpan.FromHours(12), TimeSpan.FromSeconds(90), true), (options.MaxWorkerMemory, options.MaxWorkerHeap, options.MaxWorkerAge, options.GracefulTimeout, options.KeepSpare));
        Assert.Equal(["03:30", "Sunday 04:00"], options.RecycleAt.Select(time => time.ToString()));
        Assert.Equal(["/", "/models"], options.WarmUpPaths);
    }

    [Theory]
    [InlineData("Workerz", "2", "The configuration MemHygiene:Recycling:Workerz is no option of recycling; the options are Workers, WorkerBytes, ")]
    [InlineData("MaxWorkerAge", "7 days", "The configuration MemHygiene:Recycling:MaxWorkerAge is '7 days'; it must be seconds, or a time such as 00:01:30 or 1.00:00:00.")]
    [InlineData("RecycleAt", "noon", "The configuration MemHygiene:Recycling:RecycleAt is 'noon'; it must be times such as 03:30 or Sunday 04:00, separated by commas.")]
    [InlineData("WarmUpPaths", "models", "SupervisorOptions.WarmUpPaths is 'models'; it must be a path that begins with '/', in ASCII and without spaces. It comes from the configuration MemHygiene:Recycling:WarmUpPaths.")]
    [InlineData("MaxWorkerMemory", "1", "SupervisorOptions.MaxWorkerMemory is 1; it must be null, or between 32 MB and 1 TB. It comes from the configuration MemHygiene:Recycling:MaxWorkerMemory.")]
    public void Resolve_BadConfiguration_NamesTheKey(string key, string value, string expected)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => SupervisorEnvironment.Resolve(null, Configuration((key, value)), _ => null));

        Assert.StartsWith(expected, exception.Message);
    }

    [Fact]
    public void DrawRequestLimit_WithJitter_StaysWithinIt()
    {
        var options = new SupervisorOptions { MaxRequests = 100, MaxRequestsJitter = 3 };

        var limits = Enumerable.Range(0, 200).Select(seed => RecyclePolicy.DrawRequestLimit(options, new Random(seed))).Distinct().Order();

        Assert.Equal([100L, 101, 102, 103], limits);
    }

    [Fact]
    public void DrawRequestLimit_OfZero_IsNever()
    {
        var limit = RecyclePolicy.DrawRequestLimit(new SupervisorOptions { MaxRequests = 0 }, new Random(1));

        Assert.Equal(long.MaxValue, limit);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"MemHygiene:Recycling:{value.Key}", (string?)value.Value)))
        .Build();
}
