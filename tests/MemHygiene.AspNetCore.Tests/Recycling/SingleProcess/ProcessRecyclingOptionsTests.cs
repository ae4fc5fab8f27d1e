using MemHygiene.AspNetCore.Recycling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Recycling;

public sealed class ProcessRecyclingOptionsTests
{
    [Fact]
    public void Options_NothingSaid_AreTheDefaults()
    {
        var options = Resolve();

        Assert.Equal((0, (long?)null, (TimeSpan?)null, true), (options.MaxRequests, options.MaxMemory, options.MaxAge, options.RecycleWhenCritical));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5)), (options.MinLifetime, options.AgeJitter, options.UnreadyDelay));
    }

    [Fact]
    public void Options_OfTheConfiguration_WinOverTheCode()
    {
        var options = Resolve(
            code => code.MaxRequests = 1,
            new()
            {
                ["MaxRequests"] = "5000",
                ["maxrequestsjitter"] = "7",
                ["MaxMemory"] = "100000000",
                ["MaxHeapMegabytes"] = "200",
                ["MemoryJitter"] = "0",
                ["MaxAge"] = "1.00:00:00",
                ["RecycleAt:0"] = "03:30",
                ["RecycleAt:1"] = "sunday 04:00",
                ["AgeJitter"] = "90.5",
                ["RecycleWhenCritical"] = "False",
                ["MinLifetime"] = "60",
                ["UnreadyDelay"] = "",
                ["ExitCode"] = "3",
            });

        Assert.Equal((5000, (int?)7, (long?)100_000_000, (long?)200 << 20), (options.MaxRequests, options.MaxRequestsJitter, options.MaxMemory, options.MaxHeap));
        Assert.Equal((TimeSpan.Zero, (TimeSpan?)TimeSpan.FromDays(1), TimeSpan.FromSeconds(90.5)), (options.MemoryJitter, options.MaxAge, options.AgeJitter));
        Assert.Equal([new RecycleTime(new TimeOnly(3, 30)), new RecycleTime(new TimeOnly(4, 0), DayOfWeek.Sunday)], options.RecycleAt);
        Assert.Equal((false, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5), 3), (options.RecycleWhenCritical, options.MinLifetime, options.UnreadyDelay, options.ExitCode));
    }

    [Fact]
    public void Options_OfTheEnvironment_WinOverBoth()
    {
        var options = Resolve(
            code => code.MaxRequests = 1,
            new() { ["MaxRequests"] = "2", ["MaxMemory"] = "2", ["MinLifetime"] = "2", ["RecycleAt"] = "05:00" },
            new()
            {
                ["MEMHYGIENE_MAX_REQUESTS"] = " 3 ",
                ["MEMHYGIENE_MAX_REQUESTS_JITTER"] = "4",
                ["MEMHYGIENE_MAX_MEMORY_MB"] = "500",
                ["MEMHYGIENE_MAX_HEAP_MB"] = "300",
                ["MEMHYGIENE_MEMORY_JITTER"] = "30",
                ["MEMHYGIENE_MAX_AGE"] = "86400",
                ["MEMHYGIENE_RECYCLE_AT"] = "04:00:30, Monday 12:00",
                ["MEMHYGIENE_AGE_JITTER"] = "01:00:00",
                ["MEMHYGIENE_RECYCLE_WHEN_CRITICAL"] = "false",
                ["MEMHYGIENE_MIN_LIFETIME"] = "",
                ["MEMHYGIENE_UNREADY_DELAY"] = "15",
                ["MEMHYGIENE_EXIT_CODE"] = "1",
            });

        Assert.Equal((3, (int?)4, (long?)500 << 20, (long?)300 << 20), (options.MaxRequests, options.MaxRequestsJitter, options.MaxMemory, options.MaxHeap));
        Assert.Equal((TimeSpan.FromSeconds(30), (TimeSpan?)TimeSpan.FromDays(1), TimeSpan.FromHours(1)), (options.MemoryJitter, options.MaxAge, options.AgeJitter));
        Assert.Equal([new RecycleTime(new TimeOnly(4, 0, 30)), new RecycleTime(new TimeOnly(12, 0), DayOfWeek.Monday)], options.RecycleAt);
        Assert.Equal((false, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), 1), (options.RecycleWhenCritical, options.MinLifetime, options.UnreadyDelay, options.ExitCode));
    }

    [Theory]
    [InlineData("MaxRequests", "many", "it must be a whole number, or not be set.")]
    [InlineData("MaxAge", "1:30", "it must be seconds, or a time such as 00:01:30 or 1.00:00:00, or not be set.")]
    [InlineData("MaxAge", "999999999999999", "it must be seconds, or a time such as 00:01:30 or 1.00:00:00, or not be set.")]
    [InlineData("RecycleAt", "03:00, 25:00", "it must be times such as 03:30 or Sunday 04:00, separated by commas, or not be set.")]
    [InlineData("RecycleWhenCritical", "1", "it must be true or false, or not be set.")]
    public void Configuration_ThatCannotBeRead_SaysWhatItMustBe(string key, string value, string expected)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Resolve(configuration: new() { [key] = value }));

        Assert.Equal($"The configuration MemHygiene:ProcessRecycling:{key} is '{value}'; {expected}", exception.Message);
    }

    [Fact]
    public void Configuration_OfNoOption_NamesThemAll()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Resolve(configuration: new() { ["MaxRequest"] = "1" }));

        Assert.StartsWith("The configuration MemHygiene:ProcessRecycling:MaxRequest is no option of process recycling; the options are MaxRequests, MaxRequestsJitter, MaxMemory,", exception.Message);
    }

    [Fact]
    public void Environment_ThatCannotBeRead_NamesTheVariable()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Resolve(environment: new() { ["MEMHYGIENE_MAX_MEMORY_MB"] = "9223372036854775807" }));

        Assert.Equal("The environment variable MEMHYGIENE_MAX_MEMORY_MB is '9223372036854775807'; it must be a whole number, or not be set.", exception.Message);
    }

    [Fact]
    public void Validate_EverythingWrong_NamesEachOptionWithItsValue()
    {
        var options = new ProcessRecyclingOptions
        {
            MaxRequests = -1,
            MaxRequestsJitter = -2,
            MaxMemory = 0,
            MaxHeap = 1000,
            MemoryJitter = TimeSpan.FromDays(2),
            MaxAge = TimeSpan.FromMinutes(5),
            AgeJitter = TimeSpan.FromSeconds(-1),
            MinLifetime = TimeSpan.FromDays(3),
            UnreadyDelay = TimeSpan.FromHours(2),
            ExitCode = 256,
        };

        var failures = new ProcessRecyclingValidator().Validate(null, options).Failures!.ToArray();

        Assert.Equal(
            [
                "Property MaxRequests: must be zero (never) or more; it is -1",
                "Property MaxRequestsJitter: must be null, or zero and more; it is -2",
                "Property MaxMemory: must be null, or at least 32 MB in bytes; it is 0",
                "Property MaxHeap: must be null, or at least 1 MB in bytes; it is 1000",
                "Property MemoryJitter: must be from zero to 1.00:00:00; it is 2.00:00:00",
                "Property MaxAge: must be null, or at least MinLifetime (3.00:00:00) and 1 second, and at most 365 days; it is 00:05:00",
                "Property AgeJitter: must be from zero to 1.00:00:00; it is -00:00:01",
                "Property MinLifetime: must be from zero to 1.00:00:00; it is 3.00:00:00",
                "Property UnreadyDelay: must be from zero to 01:00:00; it is 02:00:00",
                "Property ExitCode: must be from 0 to 255; it is 256",
            ],
            failures);
    }

    private static ProcessRecyclingOptions Resolve(
        Action<ProcessRecyclingOptions>? code = null,
        Dictionary<string, string?>? configuration = null,
        Dictionary<string, string?>? environment = null)
    {
        var services = new ServiceCollection();
        var values = (configuration ?? []).ToDictionary(entry => $"MemHygiene:ProcessRecycling:{entry.Key}", entry => entry.Value);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddMemHygiene().AddProcessRecycling(code, name => environment?.GetValueOrDefault(name));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<ProcessRecyclingOptions>>().Value;
    }
}
