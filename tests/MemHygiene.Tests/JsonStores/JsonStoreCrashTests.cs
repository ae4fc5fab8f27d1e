using System.Diagnostics;
using System.Globalization;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreCrashTests : IDisposable
{
    private const int Kills = 25;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Save_KilledAtAnyMoment_LeavesTheLastAcknowledgedOrANewerWholeDocument()
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            var acknowledged = await SaveAndKillAsync(acknowledgements: 1 + (kill % 5));

            var document = _folder.Open<Numbered>().Read();
            Assert.True(document.IsWhole);
            Assert.InRange(document.Number, acknowledged, acknowledged + 1);
        }

        Assert.InRange(_folder.Leftovers.Count(), 0, Kills);
    }

    // The kill falls into the save that follows the last acknowledgement awaited; acknowledgements still in the pipe count as well.
    private async Task<int> SaveAndKillAsync(int acknowledgements)
    {
        var program = Path.ChangeExtension(typeof(SaveLoop).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null);
        using var process = Process.Start(new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            Environment = { [SaveLoop.Variable] = _folder.Path, ["DOTNET_TieredPGO"] = "0" },
        })!;
        var last = 0;
        try
        {
            for (var count = 0; count < acknowledgements; count++)
            {
                last = Number(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            }
        }
        finally
        {
            process.Kill();
        }

        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            last = Number(line);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return last;
    }

    private static int Number(string? line) =>
        int.Parse(line ?? throw new InvalidOperationException("It ended by itself."), CultureInfo.InvariantCulture);
}
