using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>No line in the app's builder code, whatever builder it uses and however it is started.</summary>
public sealed class HostKindTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("slim")]
    [InlineData("generic")]
    [InlineData("sockets")]
    public async Task Host_OfAnyKind_SharesItsSocketAndStopsWhenAsked(string host)
    {
        await using var app = RecyclingApp.Start($"--workers 1 --host {host}");
        await app.ReadyAsync(1, _cancellation);
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);

        var response = await connection.GetAsync("/", close: true, _cancellation);
        var workers = app.Workers();
        SupervisedApp.Signal(app.ProcessId, "TERM");

        Assert.Contains(int.Parse(response.Body), workers);
        Assert.Equal(0, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task Library_StartedWithDotnet_StartsWorkersTheSameWay()
    {
        await using var app = SupervisedApp.Start(RecyclingApp.Library, null, "--workers", "1");
        await app.ReadyAsync(1, _cancellation);

        SupervisedApp.Signal(app.ProcessId, "INT");

        Assert.Equal(0, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task Child_OfTheApp_InheritsNeitherSocketsNorTheRole()
    {
        await using var app = RecyclingApp.Start("--workers 1");
        await app.ReadyAsync(1, _cancellation);
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);

        var response = await connection.GetAsync("/child", close: true, _cancellation);

        Assert.Contains("/proc/", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("socket:", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("MEMHYGIENE_", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_Zero_RunsTheAppUnsupervised()
    {
        await using var app = SupervisedApp.Start(RecyclingApp.Executable, new Dictionary<string, string> { ["MEMHYGIENE_WORKERS"] = "0" }, "--done");

        Assert.Equal(0, await app.ExitAsync(_cancellation));
        Assert.Equal("", app.Output);
    }
}
