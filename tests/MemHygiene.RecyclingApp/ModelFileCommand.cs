using System.Globalization;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.RecyclingApp;

/// <summary>modelfile --megabytes 500 --workers 4: what all processes together hold when the workers map one model file, and when each reads it into memory of its own. Linux only.</summary>
internal static class ModelFileCommand
{
    // What an idle worker of this app may take beside the model.
    private const int TargetMegabytesPerWorker = 30;

    public static async Task<int> RunAsync(string[] args)
    {
        var megabytes = AppArguments.Read(args, "--megabytes", 500);
        var workers = AppArguments.Read(args, "--workers", 4);
        var path = Path.Combine(Path.GetTempPath(), $"memhygiene-model-{Guid.NewGuid():N}.bin");
        try
        {
            await WriteAsync(path, megabytes);
            var mapped = await MeasureAsync(path, "map", workers);
            await MeasureAsync(path, "copy", workers);
            var target = megabytes + (workers * TargetMegabytesPerWorker);
            Console.WriteLine($"Target: mapped, supervisor and workers together, at most {target} MB: {(mapped <= target ? "met" : "missed")}.");
            return mapped <= target ? 0 : 1;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task WriteAsync(string path, int megabytes)
    {
        await using var file = File.Create(path);
        var part = new byte[1024 * 1024];
        for (var written = 0; written < megabytes; written++)
        {
            Random.Shared.NextBytes(part);
            await file.WriteAsync(part);
        }
    }

    private static async Task<double> MeasureAsync(string path, string hold, int workers)
    {
        await using var app = SupervisedApp.Start(
            Environment.ProcessPath!, null, "--workers", workers.ToString(CultureInfo.InvariantCulture), "--max", "0", "--model", path, "--hold", hold);
        await app.ReadyAsync(workers, CancellationToken.None);
        int[] children = app.Workers();
        var sum = Megabytes(children, "Pss:");
        var supervisor = Megabytes([app.ProcessId], "Pss:");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{hold,-5} {children.Length} workers: {sum,7:0.0} MB PSS + supervisor {supervisor,5:0.0} MB = {sum + supervisor,7:0.0} MB; workers' RSS {Megabytes(children, "Rss:"),7:0.0} MB, anonymous {Megabytes(children, "Anonymous:"),7:0.0} MB"));
        SupervisedApp.Signal(app.ProcessId, "TERM");
        await app.ExitAsync(CancellationToken.None);
        return sum + supervisor;
    }

    private static double Megabytes(int[] processes, string field) => processes.Sum(process => File.ReadLines($"/proc/{process}/smaps_rollup")
        .Where(line => line.StartsWith(field, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))) / 1024;
}
