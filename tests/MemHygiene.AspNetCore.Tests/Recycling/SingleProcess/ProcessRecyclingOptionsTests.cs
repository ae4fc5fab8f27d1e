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

        Assert.Equal((0, (long?)null, (TimeSpan?)null, true), (options.MaxRequests, options.MaxMemoryBytes, options.MaxAge, options.RecycleWhenCritical));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5)), (options.MinLifetime, options.UnreadyDelay));
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
                ["MaxMemoryBytes"] = "1000000",
                ["MaxManagedBytes"] = "2000000",
                ["MemoryJitter"] = "0",
                ["MaxAge"] = "1.00:00:00",
                ["MaxAgeJitter"] = "90.5",
                ["RecycleAt"] = "03:30",
                ["RecycleOn"] = "sunday",
                ["RecycleAtJitter"] = "00:20:00",
                ["RecycleWhenCritical"] = "False",
                ["MinLifetime"] = "60",
                ["UnreadyDelay"] = "",
                ["ExitCode"] = "3",
            });

        Assert.Equal((5000, (int?)7, (long?)1_000_000, (long?)2_000_000), (options.MaxRequests, options.MaxRequestsJitter, options.MaxMemoryBytes, options.MaxManagedBytes));
        Assert.Equal((TimeSpan.Zero, (TimeSpan?)TimeSpan.FromDays(1), (TimeSpan?)TimeSpan.FromSeconds(90.5)), (options.MemoryJitter, options.MaxAge, options.MaxAgeJitter));
        Assert.Equal((new TimeOnly(3, 30), DayOfWeek.Sunday, TimeSpan.FromMinutes(20)), (options.RecycleAt, options.RecycleOn, options.RecycleAtJitter));
        Assert.Equal((false, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5), 3), (options.RecycleWhenCritical, options.MinLifetime, options.UnreadyDelay, options.ExitCode));
    }

    [Fact]
    public void Options_OfTheEnvironment_WinOverBoth()
    {
        var options = Resolve(
            code => code.MaxRequests = 1,
            new() { ["MaxRequests"] = "2", ["MaxMemoryBytes"] = "2", ["MinLifetime"] = "2" },
            new()
            {
                ["MEMHYGIENE_MAX_REQUESTS"] = " 3 ",
                ["MEMHYGIENE_MAX_REQUESTS_JITTER"] = "4",
                ["MEMHYGIENE_MAX_MEMORY_MB"] = "500",
                ["MEMHYGIENE_MAX_MANAGED_MB"] = "300",
                ["MEMHYGIENE_MAX_AGE"] = "86400",
                ["MEMHYGIENE_MAX_AGE_JITTER"] = "01:00:00",
                ["MEMHYGIENE_RECYCLE_AT"] = "04:00:30",
                ["MEMHYGIENE_RECYCLE_ON"] = "Monday",
                ["MEMHYGIENE_MIN_LIFETIME"] = "",
                ["MEMHYGIENE_UNREADY_DELAY"] = "15",
            });

        Assert.Equal((3, (int?)4, (long?)500 << 20, (long?)300 << 20), (options.MaxRequests, options.MaxRequestsJitter, options.MaxMemoryBytes, options.MaxManagedBytes));
        Assert.Equal(((TimeSpan?)TimeSpan.FromDays(1), (TimeSpan?)TimeSpan.FromHours(1)), (options.MaxAge, options.MaxAgeJitter));
        Assert.Equal((new TimeOnly(4, 0, 30), DayOfWeek.Monday), (options.RecycleAt, options.RecycleOn));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15)), (options.MinLifetime, options.UnreadyDelay));
    }

    [Theory]
    [InlineData("MaxRequests", "many", "it must be a whole number, or not be set.")]
    [InlineData("MaxAge", "1:30", "it must be seconds, or a time such as 01:30:00, or not be set.")]
    [InlineData("MaxAge", "999999999999999", "it must be seconds, or a time such as 01:30:00, or not be set.")]
    [InlineData("RecycleAt", "25:00", "it must be a time of day such as 03:00, or not be set.")]
    [InlineData("RecycleOn", "0", "it must be a day such as Sunday, or not be set.")]
    [InlineData("RecycleWhenCritical", "1", "it must be true or false, or not be set.")]
    public void Configuration_ThatCannotBeRead_SaysWhatItMustBe(string key, string value, string expected)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Resolve(configuration: new() { [key] = value }));

        Assert.Equal($"The configuration MemHygiene:Recycling:{key} is '{value}'; {expected}", exception.Message);
    }

    [Fact]
    public void Configuration_OfNoOption_NamesThemAll()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Resolve(configuration: new() { ["MaxRequest"] = "1" }));

        Assert.StartsWith("The configuration MemHygiene:Recycling:MaxRequest is no option of recycling; the options are MaxRequests, MaxRequestsJitter, MaxMemoryBytes,", exception.Message);
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
            MaxMemoryBytes = 0,
            MaxManagedBytes = -4,
            MemoryJitter = TimeSpan.FromDays(2),
            MaxAge = TimeSpan.FromMinutes(5),
            MaxAgeJitter = TimeSpan.FromSeconds(-1),
            RecycleOn = DayOfWeek.Monday,
            RecycleAtJitter = TimeSpan.FromSeconds(-2),
            MinLifetime = TimeSpan.FromDays(3),
            UnreadyDelay = TimeSpan.FromHours(2),
            ExitCode = 256,
        };

        var failures = new ProcessRecyclingValidator().Validate(null, options).Failures!.ToArray();

        Assert.Equal(
            [
                "Property MaxRequests: must be zero (never) or more; it is -1",
                "Property MaxRequestsJitter: must be null, or zero and more; it is -2",
                "Property MaxMemoryBytes: must be null, or more than zero; it is 0",
                "Property MaxManagedBytes: must be null, or more than zero; it is -4",
                "Property MemoryJitter: must be from zero to 1.00:00:00; it is 2.00:00:00",
                "Property MaxAge: must be null, or at least MinLifetime, 3.00:00:00, more than zero and at most 365 days; it is 00:05:00",
                "Property MaxAgeJitter: must be from zero to 365.00:00:00; it is -00:00:01",
                "Property RecycleOn: must be a day of the week beside RecycleAt, or null; it is Monday",
                "Property RecycleAtJitter: must be from zero to 1.00:00:00; it is -00:00:02",
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
        var values = (configuration ?? []).ToDictionary(entry => $"MemHygiene:Recycling:{entry.Key}", entry => entry.Value);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddMemHygiene().AddProcessRecycling(code, name => environment?.GetValueOrDefault(name));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<ProcessRecyclingOptions>>().Value;
    }
}
