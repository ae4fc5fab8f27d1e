using System.IO.Pipes;
using System.Net.Sockets;
using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

public sealed class ProcessMemoryTests
{
    private const long Megabyte = TestMachine.Megabyte;

    [Fact]
    public void Parts_AddUpToTheResidentBytes()
    {
        var files = TestMachine.Create();
        files["/proc/self/status"] = "Name:\tapp\nVmRSS:\t  1048576 kB\nRssAnon:\t  819200 kB\nRssFile:\t  204800 kB\nRssShmem:\t   24576 kB\nVmSwap:\t    1024 kB\nThreads:\t21";

        var process = ProcessMemory.Read(files);

        Assert.Equal((1024 * Megabyte, 824 * Megabyte, 200 * Megabyte), (process.ResidentBytes, process.PrivateBytes, process.MappedFileBytes));
        Assert.Equal((Megabyte, 21), (process.SwappedBytes, process.Threads));
        Assert.Equal(["managed heap", "native", "mapped files"], process.Parts.Select(part => part.Name));
        Assert.Equal(process.ResidentBytes, process.Parts.Sum(part => part.Bytes));
    }

    [Fact]
    public void Parts_OfAnOldKernelThatTellsTheSumOnly_LeaveTheRestUnexplained()
    {
        var files = TestMachine.Create();
        files["/proc/self/status"] = "VmRSS:\t  4194304 kB";

        var process = ProcessMemory.Read(files);

        Assert.Null(process.NativeBytes);
        Assert.Equal(["managed heap", "unexplained"], process.Parts.Select(part => part.Name));
        Assert.Equal(process.ResidentBytes, process.Parts.Sum(part => part.Bytes));
    }

    [Fact]
    public void Native_WhenMoreIsCommittedThanResident_IsZero()
    {
        var files = TestMachine.Create();
        files["/proc/self/status"] = "VmRSS:\t  20 kB\nRssAnon:\t  8 kB\nRssFile:\t  12 kB\nRssShmem:\t  0 kB";

        Assert.Equal(0, ProcessMemory.Read(files).NativeBytes);
    }

    [Fact]
    public void Nothing_IsUnknown_AndNotZero()
    {
        var process = ProcessMemory.Read(new TestFiles());

        Assert.Equal((null, null, null, null, null), (process.ResidentBytes, process.PrivateBytes, process.NativeBytes, process.SwappedBytes, process.Threads));
        Assert.Null(process.OpenFiles);
        Assert.Empty(process.Parts);
    }

    [Fact]
    public void Read_OfThisProcess_AddsUp()
    {
        GC.Collect();

        var process = ProcessMemory.Read();

        Assert.True(process.ResidentBytes > 10 * Megabyte);
        Assert.True(process.Threads > 1);
        Assert.Equal(process.ResidentBytes, process.Parts.Sum(part => part.Bytes));
        Assert.Equal(["gen0", "gen1", "gen2", "LOH", "POH"], process.Managed.Generations.Select(generation => generation.Name));
        Assert.True(process.Managed.Generations.All(generation => generation.SizeBytes >= generation.FragmentedBytes));
    }

    [Fact]
    public void OpenFiles_AreCountedByKind()
    {
        var files = TestMachine.Create();
        files.Folders["/proc/self/fd"] = ["0", "1", "2", "3", "4", "5"];
        files.Links["/proc/self/fd/0"] = "/dev/null";
        files.Links["/proc/self/fd/1"] = "pipe:[1]";
        files.Links["/proc/self/fd/2"] = "socket:[2]";
        files.Links["/proc/self/fd/3"] = "socket:[3]";
        files.Links["/proc/self/fd/4"] = "anon_inode:inotify";
        files["/proc/self/fdinfo/4"] = "pos:\t0\nflags:\t02004000\ninotify wd:2 ino:1\ninotify wd:1 ino:2";

        Assert.Equal(new OpenFiles(Total: 5, Sockets: 2, Pipes: 1, Watchers: 1, Watches: 2), ProcessMemory.Read(files).OpenFiles);
    }

    [Fact]
    public void Watches_ThatCannotBeRead_AreUnknown()
    {
        var files = TestMachine.Create();
        files.Folders["/proc/self/fd"] = ["4"];
        files.Links["/proc/self/fd/4"] = "anon_inode:inotify";

        Assert.Null(ProcessMemory.Read(files).OpenFiles!.Watches);
    }

    [Fact]
    public void OpenFiles_OfThisProcess_SeeNewOnes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are counted on Linux only.");
        var sockets = Enumerable.Range(0, 50).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        using var pipe = new AnonymousPipeServerStream();
        using var watcher = new FileSystemWatcher(Path.GetTempPath()) { EnableRaisingEvents = true };

        var open = ProcessMemory.Read().OpenFiles!;
        sockets.ForEach(socket => socket.Dispose());

        Assert.True(open is { Sockets: >= 50, Pipes: >= 2, Watchers: >= 1, Watches: >= 1, Others: > 0 }, open.ToString());
    }
}
