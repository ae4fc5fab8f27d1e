using MemHygiene.JsonStores.Copying;

namespace MemHygiene.Tests.JsonStores.Copying;

public sealed class CopyMatrixTests
{
    public static TheoryData<string, string> Cells => CopyMatrix.Cells;

    [Theory]
    [MemberData(nameof(Cells))]
    public void Copy_IsEqualToTheOriginalInTextAndFields(string document, string way) => CopyMatrix.Find(document).AssertEqual(Enum.Parse<CopyWay>(way));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Copy_SharesNothingMutable(string document, string way) => CopyMatrix.Find(document).AssertIsolated(Enum.Parse<CopyWay>(way));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Copy_WhenTheOriginalIsWrecked_StaysAsItWas(string document, string way) => CopyMatrix.Find(document).AssertCopySurvivesTheOriginal(Enum.Parse<CopyWay>(way));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Original_WhenTheCopyIsWrecked_StaysAsItWas(string document, string way) => CopyMatrix.Find(document).AssertOriginalSurvivesTheCopy(Enum.Parse<CopyWay>(way));

    [Fact]
    public void EveryDocument_HasAGeneratedCopyWhereTheGeneratorTakesPart() =>
        Assert.All(CopyMatrix.All, row => Assert.Equal(CopyWays.GeneratorIsHere, row.HasGeneratedCopy));
}
