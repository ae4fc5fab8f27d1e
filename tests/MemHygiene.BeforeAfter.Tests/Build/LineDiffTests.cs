using BeforeAfter.Build;

namespace MemHygiene.BeforeAfter.Tests.Build;

public sealed class LineDiffTests
{
    [Fact]
    public void Compare_ChangedAddedAndRemovedLines_NamesThoseOnly()
    {
        var changes = LineDiff.Compare(["a", "b", "c", "d"], ["a", "B", "c", "d", "e"]);

        Assert.Equal(["- b", "+ B", "+ e"], changes.Select(change => change.ToString()));
    }

    [Fact]
    public void Compare_EqualTexts_IsEmpty()
    {
        var changes = LineDiff.Compare(["a", "b"], ["a", "b"]);

        Assert.Empty(changes);
    }
}
