using System.Text.Json;
using System.Text.Json.Serialization;
using MemHygiene.JsonStores.Copying;
using MemHygiene.Tests.JsonStores.Copying.Documents;

namespace MemHygiene.Tests.JsonStores.Copying;

public sealed class DocumentCopierTests
{
    [Fact]
    public void Way_WithoutGeneratedCode_IsCompiled()
    {
        var copier = new DocumentCopier<Special>(CopyWays.ContractOf<Special>());

        Assert.Equal(CopyWay.Compiled, copier.Way);
        Assert.Null(copier.Reason);
    }

    [Fact]
    public void Way_WithGeneratedCode_IsThat()
    {
        GeneratedCopies.Add<Announced>(_ => new() { Name = "generated" });

        var copier = new DocumentCopier<Announced>(CopyWays.ContractOf<Announced>());

        Assert.Equal(CopyWay.Generated, copier.Way);
        Assert.Equal("generated", copier.Copy(new()).Name);
    }

    [Fact]
    public void Way_WhenAConverterMakesWhatTheGeneratedCodeTakesApart_IsTheRoundTrip()
    {
        GeneratedCopies.Add<AnnouncedWithItem>(_ => throw new InvalidOperationException("The converter's own objects are copied."));
        var options = new JsonSerializerOptions(JsonSerializerOptions.Default) { Converters = { new ItemByNumber() } };

        var copier = new DocumentCopier<AnnouncedWithItem>(CopyWays.ContractOf<AnnouncedWithItem>(options));

        Assert.Equal(CopyWay.RoundTrip, copier.Way);
        Assert.Contains(nameof(ItemByNumber), copier.Reason);
        Assert.Equal(2, copier.Copy(new() { Item = new() { Number = 7 } }).Item!.Number);
    }

    [Fact]
    public void Copy_WhereTwoMembersMayShareAnObject_KeepsThemShared()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Default) { ReferenceHandler = ReferenceHandler.Preserve };
        var copier = new DocumentCopier<Branch>(CopyWays.ContractOf<Branch>(options));
        var twig = new Branch { Name = "twig" };

        var copy = copier.Copy(new() { Twig = twig, Branches = [twig] });

        Assert.Equal(CopyWay.RoundTrip, copier.Way);
        Assert.Same(copy.Twig, copy.Branches[0]);
        Assert.NotSame(twig, copy.Twig);
    }

    [Fact]
    public void Copy_OfADocumentThatSharesAfterItWasRead_DoesSoAgain()
    {
        var copier = new DocumentCopier<WithCallback>(CopyWays.ContractOf<WithCallback>());
        var original = JsonSerializer.Deserialize<WithCallback>("""{"Items":[{"Number":1}]}""")!;

        Assert.True(copier.Copy(original).SharesTheFirst);
    }

    [Fact]
    public void Copy_OfAnObjectThatNoDeclarationNames_TakesTheRoundTripFromThenOn()
    {
        var copier = new DocumentCopier<WithUnknown>(CopyWays.ContractOf<WithUnknown>());
        Assert.Equal(CopyWay.Compiled, copier.Way);
        var original = new WithUnknown();

        var copy = copier.Copy(original);

        Assert.NotSame(original.Member, copy.Member);
        Assert.Equal(CopyWay.RoundTrip, copier.Way);
        Assert.Contains(typeof(Special).ToString(), copier.Reason);
    }

    [Fact]
    public void Copy_OfWhatCannotBeTakenApart_TakesTheRoundTrip()
    {
        var copier = new DocumentCopier<WithObject>(CopyWays.ContractOf<WithObject>());
        var original = JsonSerializer.Deserialize<WithObject>("""{"Anything":[1,"two",{"three":3}]}""")!;

        var copy = copier.Copy(original);

        Assert.Equal(CopyWay.RoundTrip, copier.Way);
        Assert.Equal(JsonSerializer.Serialize(original), JsonSerializer.Serialize(copy));
        Assert.NotSame(original.Anything, copy.Anything);
    }

    private sealed class Announced
    {
        public string Name { get; set; } = "";
    }

    private sealed class AnnouncedWithItem
    {
        public Item? Item { get; set; }
    }
}
