using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>The soak command as one runs it, in short.</summary>
public sealed class SoakTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Soak_WhereEverythingIsAnswered_EndsWithZero()
    {
        await using var soak = Start("--requests 1600 --kinds get,close,h2c,unix --max 100 --clients 4 --think 0");

        Assert.Equal(0, await soak.ExitAsync(_cancellation));
        Assert.Contains("1600 answered, 0 failed, ", soak.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Soak_OfEventStreams_CountsEvents()
    {
        await using var soak = Start("--requests 8 --kinds events --clients 1");

        Assert.Equal(0, await soak.ExitAsync(_cancellation));
        Assert.Contains("8 answered, 0 failed, ", soak.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Soak_WhereARequestFails_EndsWithOneAndSaysHow()
    {
        await using var soak = Start("--requests 20 --kinds get --path /nothing-here");

        Assert.Equal(1, await soak.ExitAsync(_cancellation));
        Assert.Contains("20 x Answered 404", soak.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Soak_OfAnUnknownKind_NamesTheKinds()
    {
        await using var soak = Start("--kinds gte");

        Assert.Equal(2, await soak.ExitAsync(_cancellation));
        Assert.StartsWith("There is no kind 'gte'; there are get, post, ", soak.Output, StringComparison.Ordinal);
    }

    private static SupervisedApp Start(string args) => RecyclingApp.Start("soak " + args);
}
