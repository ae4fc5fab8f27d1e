using System.Net;
using System.Net.Sockets;
using BeforeAfter.Load;

namespace MemHygiene.BeforeAfter.Tests.Load;

public sealed class AppProcessTests
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [Fact]
    public async Task Start_PortInUse_SaysSoBeforeAnythingStarts()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var error = await Assert.ThrowsAsync<RunFailedException>(
            () => AppProcess.StartAsync("Before", "/nowhere/Before.dll", port, NoEnvironment, TestContext.Current.CancellationToken));

        Assert.StartsWith($"Port {port} cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("--port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AppThatEndsByItself_TellsItsLastWords()
    {
        var missing = Path.Combine(AppContext.BaseDirectory, "NoSuchApp.dll");

        var error = await Assert.ThrowsAsync<RunFailedException>(
            () => AppProcess.StartAsync("Before", missing, 0, NoEnvironment, TestContext.Current.CancellationToken));

        Assert.Contains("Before ended by itself", error.Message, StringComparison.Ordinal);
        Assert.Contains("NoSuchApp.dll", error.Message, StringComparison.Ordinal);
    }
}
