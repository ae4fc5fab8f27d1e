using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

public sealed class ControlGroupsTests
{
    private const string Mount = TestMachine.Mount;

    [Theory]
    [InlineData("/a/b", "/", "/a/b", "/a", "")] // A service on a host.
    [InlineData("/", "/", "")] // A container with a namespace of its own.
    [InlineData("/docker/1", "/docker/1", "")] // A container without.
    [InlineData("/docker/1/init", "/docker/1", "/init", "")]
    [InlineData("/docker/12", "/docker/1")] // Not below it, in spite of its name.
    [InlineData("/", "/..", "")] // Mounted from outside the namespace: only ancestors are known by name.
    [InlineData("/", "/../..", "")]
    [InlineData("/../b", "/..", "/b", "")]
    [InlineData("/../b", "/../..", "")]
    [InlineData("/../b", "/")] // Moved out of its namespace: nothing here counts it.
    [InlineData("/../../b", "/..")]
    [InlineData("/a (deleted)", "/", "/a (deleted)", "")]
    public void FoldersOfAGroup_AreItsOwnAndItsAncestors_UpToTheMount(string group, string root, params string[] expected)
    {
        var mount = new ControlGroupMount(ControlGroupVersion.Two, root, Mount);

        Assert.Equal(expected.Select(folder => Mount + folder), mount.FoldersOf(group, out _));
    }

    [Fact]
    public void MountPoint_WithSpacesAndBackslashes_IsRead()
    {
        var mount = Assert.Single(ControlGroupMount.Parse(@"30 22 0:26 /a\040b /mnt/my\040groups\134x rw - cgroup2 cgroup2 rw"u8.ToArray().Append((byte)'\n').ToArray()));

        Assert.Equal(("/a b", @"/mnt/my groups\x"), (mount.Root, mount.Folder));
    }

    [Fact]
    public void Version2_FindsTheGroupsThatHaveALimitFile()
    {
        var files = TestMachine.CreateVersion2("/system.slice/app.service");
        files.WithGroup2(Mount + "/system.slice/app.service", "max", 1).WithGroup2(Mount + "/system.slice", "max", 1);

        Assert.Equal([Mount + "/system.slice/app.service", Mount + "/system.slice"], Folders(files));
    }

    [Fact]
    public void BothVersions_TheMemoryControllersOneIsTaken()
    {
        var files = TestMachine.CreateVersion1("/app").WithGroup1(Mount + "/memory/app", "1000", 1).WithGroup1(Mount + "/memory", "max", 1);

        Assert.Equal([Mount + "/memory/app", Mount + "/memory"], Folders(files));
    }

    [Fact]
    public void BothVersions_WithMemoryInVersion2_FindsItThere()
    {
        var files = TestMachine.CreateVersion1();
        files["/proc/self/cgroup"] = "1:name=systemd:/init.scope\n0::/init.scope";
        files.WithGroup2(Mount + "/unified/init.scope", "1000", 1);

        Assert.Equal([Mount + "/unified/init.scope"], Folders(files));
    }

    [Fact]
    public void TwoMounts_TheOneThatShowsTheOwnGroupWins()
    {
        var files = TestMachine.CreateVersion2();
        files["/proc/self/mountinfo"] = "1 1 0:1 /../.. /host rw - cgroup2 cgroup2 rw\n2 1 0:1 / /inside rw - cgroup2 cgroup2 rw";
        files.WithGroup2("/host", "1000", 1).WithGroup2("/inside", "2000", 1);

        Assert.Equal(["/inside"], Folders(files));
    }

    [Fact]
    public void Version1_AncestorThatDoesNotCountThoseBelow_IsLeftOut()
    {
        var files = TestMachine.CreateVersion1("/a/b").WithGroup1(Mount + "/memory/a/b", "1000", 1).WithGroup1(Mount + "/memory/a", "10", 1);
        files[Mount + "/memory/a/memory.use_hierarchy"] = "0";

        Assert.Equal([Mount + "/memory/a/b"], Folders(files));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0::")]
    [InlineData("nonsense")]
    [InlineData(":::::")]
    [InlineData("4:memory:relative")]
    [InlineData("4:cpu:/a")]
    public void OwnGroup_ThatCannotBeUnderstood_FindsNothing(string text)
    {
        var files = TestMachine.CreateVersion1().WithGroup1(Mount + "/memory", "1000", 1);
        files["/proc/self/cgroup"] = text;

        Assert.Empty(Folders(files));
    }

    private static IEnumerable<string> Folders(TestFiles files) => ControlGroups.Find(files).Select(group => group.Folder);
}
