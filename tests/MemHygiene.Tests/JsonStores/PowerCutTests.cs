using System.Text;
using MemHygiene.JsonStoreApp.PowerCuts;
using static MemHygiene.JsonStoreApp.PowerCuts.DiskEvent;

namespace MemHygiene.Tests.JsonStores;

/// <summary>What a disk can hold after a power cut: each flush that a store leaves out lets a state in that must not be.</summary>
public sealed class PowerCutTests
{
    private static readonly DiskEvent[] OldFile = [new Named(("data", 0)), Write(0, 0, "old"), new Flushed(0), new FolderFlushed()];

    private static readonly DiskEvent[] FlushedNewFile = [.. OldFile, new Named(("temporary", 1)), Write(1, 0, "new!"), new Flushed(1)];

    private static readonly DiskEvent Renamed = new Named(("temporary", null), ("data", 1));

    [Fact]
    public void Contents_OfAFlushedFileInAFlushedFolder_AreOne() => Assert.Equal(["old"], Contents(OldFile));

    [Fact]
    public void Contents_BeforeTheNewFileIsRenamed_AreTheOld() => Assert.Equal(["old"], Contents(FlushedNewFile));

    [Fact]
    public void Contents_UntilTheFolderIsFlushed_AreTheOldOrTheNew() => Assert.Equal(["old", "new!"], Contents([.. FlushedNewFile, Renamed]));

    [Fact]
    public void Contents_WhenTheFolderIsFlushed_AreTheNew() => Assert.Equal(["new!"], Contents([.. FlushedNewFile, Renamed, new FolderFlushed()]));

    [Fact]
    public void Contents_OfAFileThatWasNotFlushed_CanBeNothingOrHalf()
    {
        var contents = Contents([.. OldFile, new Named(("temporary", 1)), Write(1, 0, "new!"), Renamed, new FolderFlushed()]);

        Assert.Equal(["", "ne", "new!"], contents.Order());
    }

    [Fact]
    public void Contents_OfWritesThatWereNotFlushed_CanLackTheFirst()
    {
        var contents = Contents([.. OldFile, Write(0, 3, "er"), Write(0, 5, "!")]);

        Assert.Contains("old\0\0!", contents);
        Assert.Contains("older!", contents);
    }

    [Fact]
    public void Contents_OfManyWritesThatWereNotFlushed_CanBeEachBeginning()
    {
        var contents = Contents([.. OldFile, .. Enumerable.Range(0, 12).Select(index => Write(0, index, "x"))]);

        Assert.All(Enumerable.Range(3, 10), count => Assert.Contains(new string('x', count), contents));
    }

    [Fact]
    public void Contents_OfAFileWrittenInPlace_CanBeNothing() =>
        Assert.Contains("", Contents([.. OldFile, new Resized(0, 0), Write(0, 0, "new!")]));

    [Fact]
    public void Contents_OfADeletedFile_CanBeNoneOrTheOld() => Assert.Equal(["old", null], Contents([.. OldFile, new Named(("data", null))]));

    [Fact]
    public void Contents_OfAFlushOfAnotherFile_AreNotFlushed() =>
        Assert.Contains("", Contents([new Named(("data", 0)), new FolderFlushed(), Write(0, 0, "new!"), new Flushed(1)]));

    private static IEnumerable<string?> Contents(DiskEvent[] events) =>
        PowerCut.PossibleContents(events, "data").Select(content => content is null ? null : Encoding.UTF8.GetString(content)).Distinct();

    private static Written Write(int file, long offset, string text) => new(file, offset, Encoding.UTF8.GetBytes(text));
}
