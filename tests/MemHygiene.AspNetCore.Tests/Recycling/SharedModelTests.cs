using MemHygiene.RecyclingApp.Load;
using MemHygiene.Tests.Models;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>One model file in four real workers.</summary>
public sealed class SharedModelTests : IDisposable
{
    private const int ModelBytes = 64 << 20;
    private const int WorkerCount = 4;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"memhygiene-model-{Guid.NewGuid():N}.bin");

    public SharedModelTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Workers need Linux.");
        var content = new byte[ModelBytes];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(_path, content);
    }

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task MappedFile_InFourWorkers_IsThereOnce()
    {
        await using var app = await StartAsync("map");

        var mappings = app.Workers().SelectMany(worker => Mapping.Of($"{worker}", _path)).ToArray();

        Assert.Equal(Enumerable.Repeat((long)ModelBytes, WorkerCount), mappings.Select(mapping => mapping.ResidentBytes));
        Assert.InRange(mappings.Sum(mapping => mapping.ProportionalBytes), ModelBytes * 0.98, ModelBytes * 1.02);
        Assert.Equal(0, mappings.Sum(mapping => mapping.AnonymousBytes));
        Assert.InRange(ProportionalBytes(app), ModelBytes, 2.9 * ModelBytes);
    }

    [Fact]
    public async Task ReadFile_InFourWorkers_IsThereFourTimes()
    {
        await using var app = await StartAsync("copy");

        Assert.InRange(ProportionalBytes(app), WorkerCount * (long)ModelBytes, long.MaxValue);
    }

    private async Task<SupervisedApp> StartAsync(string hold)
    {
        var app = RecyclingApp.Start($"--workers {WorkerCount} --max 0 --model {_path} --hold {hold}");
        await app.ReadyAsync(WorkerCount, _cancellation);
        return app;
    }

    private static long ProportionalBytes(SupervisedApp app) => app.Workers().Sum(worker => Mapping.SumOf($"{worker}").ProportionalBytes);
}
