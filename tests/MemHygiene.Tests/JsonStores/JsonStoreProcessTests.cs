namespace MemHygiene.Tests.JsonStores;

/// <summary>Several processes over one file: short versions of the runs in docs/features/json-store.md, and stores broken on purpose, which they must find.</summary>
public sealed class JsonStoreProcessTests
{
    [Fact]
    public async Task Update_ByWritersThatAreKilled_LosesNothingAcknowledged()
    {
        var (code, text) = await JsonStoreApp.RunAsync("crash --kills 24 --processes 4");

        Assert.True(code == 0, text);
        Assert.StartsWith("24 kills", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("atomic")]
    [InlineData("ack")]
    public async Task Update_OfABrokenStoreByWritersThatAreKilled_IsFound(string broken)
    {
        var (code, text) = await JsonStoreApp.RunAsync($"crash --kills 400 --processes 4 --broken {broken}");

        Assert.Equal(1, code);
        Assert.Contains("VIOLATION", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_ByProcessesAndThreadsAtOnce_CountsEachOnce()
    {
        var (code, text) = await JsonStoreApp.RunAsync("count --processes 4 --threads 2 --each 50");

        Assert.True(code == 0, text);
        Assert.StartsWith("400 increments by 4 processes, none lost", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrySave_ByProcessesAndThreadsAtOnce_CountsEachOnce()
    {
        var (code, text) = await JsonStoreApp.RunAsync("count --processes 4 --threads 2 --each 25 --by version");

        Assert.True(code == 0, text);
        Assert.StartsWith("200 increments by 4 processes, none lost", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_WithoutALockByProcessesAtOnce_IsFoundToLoseIncrements()
    {
        var (code, text) = await JsonStoreApp.RunAsync("count --processes 4 --threads 2 --each 50 --broken lock");

        Assert.Equal(1, code);
        Assert.Contains("Of 400 increments", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadsAndUpdates_OfFourProcesses_AreLinearizableAndNeverTooOld()
    {
        var (code, text) = await JsonStoreApp.RunAsync("history --processes 4 --operations 1000 --slack 1000");

        Assert.True(code == 0, text);
        Assert.Contains("linearizable", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("atomic")]
    [InlineData("ack")]
    public async Task ReadsAndUpdates_OfABrokenStore_AreFound(string broken)
    {
        var (code, text) = await JsonStoreApp.RunAsync($"history --processes 4 --operations 1000 --slack 1000 --broken {broken}");

        Assert.Equal(1, code);
        Assert.Contains("VIOLATION", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ByManyOfAFileThatChanges_ReadsItOnceInATimeToLive()
    {
        var (code, text) = await JsonStoreApp.RunAsync("herd --rate 10000 --seconds 1 --ttl 200 --change 150");

        Assert.True(code == 0, text);
        Assert.StartsWith("10000 reads", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_WhenThePowerIsCutAtAnyMoment_KeepsWhatWasAcknowledged()
    {
        var (code, text) = await JsonStoreApp.RunAsync("powercut --threads 2 --each 20");

        SkipWithoutAMount(code, text);
        Assert.True(code == 0, text);
        Assert.StartsWith("40 updates", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("atomic")]
    [InlineData("ack")]
    public async Task Update_OfABrokenStoreWhenThePowerIsCut_IsFound(string broken)
    {
        var (code, text) = await JsonStoreApp.RunAsync($"powercut --threads 2 --each 20 --broken {broken}");

        SkipWithoutAMount(code, text);
        Assert.True(code == 1, text);
        Assert.Contains("a power cut can leave", text, StringComparison.Ordinal);
    }

    // What is judged with what the file system records has tests of its own, which need no mount (PowerCutTests).
    private static void SkipWithoutAMount(int code, string text) => Assert.SkipWhen(
        code == 3 && text.StartsWith("No file system can be mounted here", StringComparison.Ordinal),
        "The power is cut on a file system that the test mounts: run as root, with /dev/fuse (modprobe fuse).");
}
