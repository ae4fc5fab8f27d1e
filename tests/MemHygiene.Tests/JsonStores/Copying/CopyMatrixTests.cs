using Microsoft.Extensions.DependencyInjection;
using MemHygiene.JsonStores.Copying;
using MemHygiene.Tests.JsonStores.Copying.Documents;

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
    public void EveryDocument_HasAGeneratedCopy() => Assert.All(CopyMatrix.All, row => Assert.True(row.HasGeneratedCopy, row.Name));

    /// <summary>An attribute on a generic type says nothing of what it will be a type of: the registration, here, does.</summary>
    [Fact]
    public void GenericDocument_ThatIsRegistered_HasAGeneratedCopy()
    {
        new ServiceCollection().AddMemHygiene().AddJsonStore<Page<Item, string>>("page.json");

        Assert.NotNull(GeneratedCopies.For<Page<Item, string>>());
    }
}
