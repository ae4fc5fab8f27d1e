using MemHygiene.AspNetCore.Recycling;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Recycling;

public sealed class SupervisorOptionsTests
{
    [Fact]
    public void Resolve_NothingSaid_GivesTheDefaults()
    {
        var options = SupervisorEnvironment.Resolve(null, _ => null);

        Assert.Equal((1000, 50, TimeSpan.FromSeconds(5)), (options.MaxRequests, options.MaxRequestsJitter, options.KeepAliveTimeout));
        Assert.InRange(options.Workers, 1, 4);
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
        var options = SupervisorEnvironment.Resolve(options => options.Workers = 2, name => name == "MEMHYGIENE_WORKERS" ? own : generic);

        Assert.Equal(expected, options.Workers);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("1000")]
    public void Resolve_BadNumberInTheEnvironment_NamesTheVariable(string value)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => SupervisorEnvironment.Resolve(null, name => name == "WORKERS" ? value : null));

        Assert.Equal($"The environment variable WORKERS is '{value}'; it must be a number of workers between 0 and 512.", exception.Message);
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
}
