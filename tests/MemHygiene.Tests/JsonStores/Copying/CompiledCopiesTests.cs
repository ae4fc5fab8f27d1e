using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using MemHygiene.JsonStores.Copying;
using MemHygiene.Tests.JsonStores.Copying.Documents;

namespace MemHygiene.Tests.JsonStores.Copying;

public sealed class CompiledCopiesTests
{
    [Fact]
    public void For_AMemberThatIsDeclaredAsObject_SaysWhich()
    {
        Assert.Equal("An element of System.Collections.Generic.List`1[System.Object] is declared as object.", ReasonAgainst<WithObject>());
        Assert.EndsWith("[System.String,System.Object] is declared as object.", ReasonAgainst<WithExtensionObjects>());
        Assert.Equal("The document System.Object is declared as object.", ReasonAgainst<object>());
    }

    [Fact]
    public void For_AMemberThatCannotBeTakenApart_SaysWhich()
    {
        Assert.Equal($"{typeof(WithDelegate)}.Changed is a System.EventHandler, which cannot be taken apart.", ReasonAgainst<WithDelegate>());
        Assert.Equal($"{typeof(WithLock)}._gate is a System.Threading.Lock, which cannot be taken apart.", ReasonAgainst<WithLock>());
        Assert.Equal($"{typeof(WithPointer)}._address is a System.Int32*, which cannot be taken apart.", ReasonAgainst<WithPointer>());
        Assert.EndsWith($"{typeof(WithException.FileMissing)}, which cannot be taken apart.", ReasonAgainst<WithException>());
    }

    [Fact]
    public void For_AConverterOfOnesOwn_SaysOnWhatAndWhich()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Default) { Converters = { new ItemByNumber() } };

        Assert.Equal($"{typeof(WithConvertedMember)}.Item is made by a converter of its own, {typeof(ItemByNumber)}.", ReasonAgainst<WithConvertedMember>());
        Assert.Equal($"{typeof(Converted)} is made by a converter of its own, {typeof(ConvertedByNumber)}.", ReasonAgainst<WithConvertedType>());
        Assert.Equal($"{typeof(Item)} is made by a converter of its own, {typeof(ItemByNumber)}.", ReasonAgainst<Lists>(options));
    }

    [Fact]
    public void For_ConvertersThatMakeNothingMutable_DoesNotMind()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Default) { Converters = { new Trimmed(), new ItemByNumber(), new JsonStringEnumConverter() } };

        Assert.Null(ReasonAgainst<WithHarmlessConverters>());
        Assert.Null(ReasonAgainst<WithHarmlessConverters>(options));
    }

    [Fact]
    public void For_AReferenceHandler_MindsTheOneThatLetsMembersShareAnObject()
    {
        var preserving = new JsonSerializerOptions(JsonSerializerOptions.Default) { ReferenceHandler = ReferenceHandler.Preserve };
        var ignoring = new JsonSerializerOptions(JsonSerializerOptions.Default) { ReferenceHandler = ReferenceHandler.IgnoreCycles };

        Assert.Contains("reference handler", ReasonAgainst<Branch>(preserving));
        Assert.Null(ReasonAgainst<Branch>(ignoring));
    }

    [Fact]
    public void For_ATypeThatRunsCodeWhenItHasBeenRead_SaysSo() =>
        Assert.Equal($"{typeof(WithCallback)} runs code of its own when it has been read: two members may share one object.", ReasonAgainst<WithCallback>());

    [Fact]
    public void Copy_OfAnObjectThatNoDeclarationNames_ThrowsInsteadOfSlicingIt()
    {
        var copy = CopyWays.For<WithUnknown>(CopyWay.Compiled);

        var failure = Assert.Throws<UnknownTypeException>(() => copy(new()));

        Assert.Equal(typeof(Special), failure.Type);
        Assert.NotNull(copy(new() { Member = new() }));
    }

    [Fact]
    public void Copy_OfAnArrayThatIsOfAnotherTypeThanItsMember_Throws()
    {
        var copy = CopyWays.For<Person[]>(CopyWay.Compiled);

        Assert.Throws<UnknownTypeException>(() => copy(new Manager[1]));
    }

    [Fact]
    public void Copy_RunsNoConstructorAndNoInitialiser()
    {
        var original = HiddenState.Example();
        var before = HiddenState.Runs;

        var copy = CopyWays.For<HiddenState>(CopyWay.Compiled)(original);

        Assert.Equal(before, HiddenState.Runs);
        Assert.Equal(original.Initialisers, copy.Initialisers);
    }

    [Fact]
    public void Copy_OfAnImmutableDocument_IsTheDocument()
    {
        var document = new Coordinates(1, 2, null);

        Assert.Same(document, CopyWays.For<Coordinates>(CopyWay.Compiled)(document));
    }

    [Fact]
    public void For_AskedAgain_GivesTheSameCode() =>
        Assert.Same(CopyWays.For<Branch>(CopyWay.Compiled), CopyWays.For<Branch>(CopyWay.Compiled));

    [Fact]
    public void For_FirstUsedByManyThreadsAtOnce_GivesAllWorkingCode()
    {
        var copies = new Func<Page<Item, long>, Page<Item, long>>?[8];
        using var start = new Barrier(copies.Length);
        var threads = Enumerable.Range(0, copies.Length).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            copies[number] = CompiledCopies.For<Page<Item, long>>(out _);
        })).ToArray();

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        var document = new Page<Item, long> { Content = [Item.Of(1)] };
        Assert.All(copies, copy => ObjectGraph.AssertEqual(document, copy!(document)));
        Assert.Single(copies.Distinct());
    }

    [Fact]
    public void For_ATypeOfAnAssemblyThatIsUnloaded_LetsItGo()
    {
        var assembly = CopyAnObjectOfAnUnloadableAssembly();

        for (var i = 0; i < 10 && assembly.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(assembly.IsAlive);
    }

    [Fact]
    public void For_AContractThatTheCompilerWrote_ReadsItToo()
    {
        Assert.NotNull(CompiledCopies.For(DocumentContext.Default.Catalogue, out var reason));
        Assert.Null(reason);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CopyAnObjectOfAnUnloadableAssembly()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new("Unloadable"), AssemblyBuilderAccess.RunAndCollect);
        var builder = assembly.DefineDynamicModule("Unloadable").DefineType("Document", TypeAttributes.Public);
        builder.DefineField("Numbers", typeof(List<int>), FieldAttributes.Public);
        var type = builder.CreateType();
        var original = Activator.CreateInstance(type)!;
        var numbers = type.GetField("Numbers")!;
        numbers.SetValue(original, new List<int> { 1, 2 });

        var copy = typeof(CompiledCopiesTests).GetMethod(nameof(Copy), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [original]);

        Assert.Equal([1, 2], Assert.IsType<List<int>>(numbers.GetValue(copy)));
        return new(type);
    }

    private static T Copy<T>(T document) => CompiledCopies.For<T>(out _)!(document);

    private static string? ReasonAgainst<T>(JsonSerializerOptions? options = null)
    {
        var copy = CompiledCopies.For(CopyWays.ContractOf<T>(options), out var reason);

        Assert.Equal(reason is null, copy is not null);
        return reason;
    }
}
