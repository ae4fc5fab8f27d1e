using System.Globalization;
using MemHygiene.Periodic;
using Microsoft.Extensions.Configuration;

namespace MemHygiene.Tests.Periodic;

public sealed class IntervalSettingTests
{
    [Theory]
    [InlineData("60", "00:01:00")]
    [InlineData(" 60 ", "00:01:00")]
    [InlineData("0.5", "00:00:00.5")]
    [InlineData("00:02:00", "00:02:00")]
    [InlineData("1:30:00", "01:30:00")]
    [InlineData("1.00:00:00", "1.00:00:00")]
    [InlineData("2073600", "24.00:00:00")]
    public void Value_InSecondsOrAsATime_IsRead(string text, string expected)
    {
        Assert.True(IntervalSetting.TryParse(text, out var interval));
        Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), interval);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-60")]
    [InlineData("60s")]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0.00000001")]
    [InlineData("99999999999999999999")]
    [InlineData("1:30")]
    [InlineData("-00:01:00")]
    [InlineData("00:00:00")]
    [InlineData("24:00:00")]
    [InlineData("24.00:00:01")]
    [InlineData("two minutes")]
    public void Value_ThatIsNoIntervalOrOutOfRange_IsRefused(string text) => Assert.False(IntervalSetting.TryParse(text, out _));

    [Fact]
    public void Names_AreOursThenTheGenericOneThenTheSection()
    {
        var settings = new Dictionary<string, string?>
        {
            ["MEMHYGIENE_CHECK_PROXIES_INTERVAL"] = "1",
            ["CHECK_PROXIES_INTERVAL"] = "2",
            ["MemHygiene:Periodic:check-proxies:Interval"] = "3",
        };

        var found = new List<string>();
        while (IntervalSetting.Find(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), "check-proxies") is { } setting)
        {
            found.Add(setting.Value);
            settings.Remove(setting.Key);
        }

        Assert.Equal(["1", "2", "3"], found);
    }

    [Fact]
    public void EmptyValue_CountsAsNotSet()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("MEMHYGIENE_A_B_INTERVAL", " "), new("A_B_INTERVAL", "5")])
            .Build();

        Assert.Equal(("A_B_INTERVAL", "5"), IntervalSetting.Find(configuration, "a.b"));
    }
}
