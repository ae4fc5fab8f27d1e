using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

public sealed class SystemFilesTests : IDisposable
{
    // A file that was not there is looked for again at every ninth read.
    private const int ReadsBetweenTries = 8;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernel-files-");
    private readonly byte[] _buffer = new byte[64];

    public SystemFilesTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "These files are read on Linux only.");

    private string FilePath => Path.Combine(_folder.FullName, "memory.max");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_OfAMissingFile_IsNothing_UntilItIsThere()
    {
        using var file = KernelFiles.System.Open(FilePath);
        Assert.Equal(0, file.Read(_buffer));

        File.WriteAllText(FilePath, "12\n");
        var lengths = Enumerable.Range(0, ReadsBetweenTries + 1).Select(_ => file.Read(_buffer)).ToList();

        Assert.Equal(3, lengths[^1]);
    }

    [Fact]
    public void Read_OfAFileThatChanges_IsWhatItSaysNow()
    {
        File.WriteAllText(FilePath, "12\n");
        using var file = KernelFiles.System.Open(FilePath);
        Assert.Equal(3, file.Read(_buffer));

        File.WriteAllText(FilePath, "3456\n");

        Assert.Equal(3456, KernelText.Number(_buffer.AsSpan(0, file.Read(_buffer))));
    }

    [Theory]
    [InlineData("/proc/self/mem")] // An error of reading.
    [InlineData("/proc")]
    [InlineData("/proc/self/cmdline/x")]
    [InlineData("")]
    [InlineData("/proc/\0")]
    public void Read_ThatTheSystemRefuses_IsNothing(string path)
    {
        using var file = KernelFiles.System.Open(path);

        Assert.Equal((0, 0), (file.Read(_buffer), file.Read(_buffer)));
        Assert.True(KernelFiles.System.ReadAll(path).IsEmpty);
        Assert.Null(KernelFiles.System.LinkTarget(path));
    }

    [Fact]
    public void List_OfAFolderThatIsNotThere_IsNull() => Assert.Null(KernelFiles.System.List(FilePath));

    [Fact]
    public void ReadAll_OfALongFile_IsAllOfIt()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{number}\n"));
        File.WriteAllText(FilePath, text);

        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(KernelFiles.System.ReadAll(FilePath)));
    }

    [Fact]
    public void Read_InAControlGroupThatIsRemovedAndMadeAgain_FindsTheNewOne()
    {
        using var group = RealGroup.Create();
        using var inner = group.CreateBelow("inner");
        inner.Limit = 64 * TestMachine.Megabyte;
        using var file = KernelFiles.System.Open(inner.LimitFile);
        Assert.True(file.Read(_buffer) > 0);

        inner.Dispose();
        Assert.Equal(0, file.Read(_buffer));
        using var again = group.CreateBelow("inner");
        again.Limit = 32 * TestMachine.Megabyte;
        var limits = Enumerable.Range(0, ReadsBetweenTries + 1).Select(_ => KernelText.Number(_buffer.AsSpan(0, file.Read(_buffer)))).ToList();

        Assert.Equal(32 * TestMachine.Megabyte, limits[^1]);
    }
}
