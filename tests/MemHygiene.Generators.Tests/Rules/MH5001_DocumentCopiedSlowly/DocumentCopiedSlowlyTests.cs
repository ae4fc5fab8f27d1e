using MemHygiene.Generators.Tests.Verification;
using MemHygiene.Rules.MH5001_DocumentCopiedSlowly;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Generators.Tests.Rules.MH5001_DocumentCopiedSlowly;

public sealed class DocumentCopiedSlowlyTests
{
    private const string Slow = "Doc is copied through the serializer on every read, because ";
    private const string Compiled = "Doc is copied by code that is compiled at run time, because ";

    [Theory]
    [InlineData("public class Doc { public object? Tag { get; set; } }", Slow + "Doc.Tag is an object, which can be of any type")]
    [InlineData("public class Doc { public dynamic? Tag { get; set; } }", Slow + "Doc.Tag is an object, which can be of any type")]
    [InlineData("public class Doc { private readonly object _gate = new(); }", Slow + "Doc._gate is an object, which can be of any type")]
    [InlineData("public class Doc { [JsonExtensionData] public Dictionary<string, object>? More { get; set; } }", Slow + "a part of Dictionary<string, object> is an object, which can be of any type")]
    [InlineData("public class Doc { public List<Part> Parts { get; set; } = []; } public class Part { public object? Tag { get; set; } }", Slow + "Part.Tag is an object, which can be of any type")]
    [InlineData("public class Doc { public Func<int>? Make { get; set; } }", Slow + "Doc.Make is a delegate")]
    [InlineData("public class Doc { public event Action? Changed; public void Change() => Changed?.Invoke(); }", Slow + "Doc.Changed is a delegate")]
    [InlineData("public class Doc { [JsonConverter(typeof(Lists))] public List<int> Numbers { get; set; } = []; } public abstract class Lists : JsonConverter<List<int>>;", Slow + "Doc.Numbers has a converter of its own")]
    [InlineData("public class Doc { public Part? Part { get; set; } } [Own] public class Part { public int[] N { get; set; } = []; } public class OwnAttribute : JsonConverterAttribute;", Slow + "Part has a converter of its own")]
    [InlineData("public class Doc : IJsonOnDeserialized { public void OnDeserialized() { } }", Slow + "Doc runs code of its own when it is read")]
    [InlineData("public class Doc { private Many _many; } [System.Runtime.CompilerServices.InlineArray(4)] public struct Many { private int[] _one; }", Slow + "Many is an inline array")]
    [InlineData("public class Doc { public Part? Part { get; set; } } public abstract class Part;", Slow + "Part is abstract and names no derived types")]
    [InlineData("public class Doc { public IPart? Part { get; set; } } public interface IPart;", Slow + "IPart is an interface and names no derived types")]
    [InlineData("public class Doc { public System.Text.StringBuilder? Text { get; set; } }", Compiled + "StringBuilder belongs to another assembly, System.Runtime")]
    [InlineData("public class Doc : Exception;", Compiled + "Doc derives from Exception of another assembly, System.Runtime")]
    [InlineData("public class Doc { private Part[] _parts = []; private class Part { public int[] N { get; set; } = []; } }", Compiled + "Doc._parts is of a private type")]
    public async Task Document_ThatCannotBeTakenApart_IsReportedAtItsMark(string declaration, string message)
    {
        var subject = new Subject("[JsonStoreDocument] " + declaration);

        var finding = Assert.Single(await FindAsync(subject));

        Assert.Equal(message.Replace("System.Runtime", "System.Private.CoreLib", StringComparison.Ordinal), finding.GetMessage(null));
        Assert.Equal("JsonStoreDocument", TextOf(finding));
        Assert.Empty(subject.Run(subject.Compile()).GeneratedTrees);
    }

    [Fact]
    public async Task Registration_OfADocumentThatCannotBeTakenApart_IsReportedAtTheCall()
    {
        var subject = new Subject("""
            public class Doc { public object? Tag { get; set; } }
            public static class Start { public static void Run(MemHygiene.MemHygieneBuilder builder) => builder.AddJsonStore<Doc>("a.json"); }
            """);

        Assert.Equal("builder.AddJsonStore<Doc>(\"a.json\")", TextOf(Assert.Single(await FindAsync(subject))));
    }

    [Fact]
    public async Task OlderLanguage_IsReported()
    {
        var subject = new Subject("[JsonStoreDocument] public class Doc { public int[] N { get; set; } = new int[0]; }") { Language = LanguageVersion.CSharp11 };

        Assert.Equal(Compiled + "the project's language version is below 12 or its framework below .NET 9", Assert.Single(await FindAsync(subject)).GetMessage(null));
    }

    [Theory]
    [InlineData("[JsonStoreDocument] public class Doc { public List<Doc> All { get; set; } = []; }")]
    [InlineData("[JsonStoreDocument] public class Doc { [JsonConverter(typeof(Days))] public DayOfWeek Day { get; set; } } public abstract class Days : JsonConverter<DayOfWeek>;")]
    [InlineData("[JsonStoreDocument] public class Doc { public static object Shared { get; } = new(); public object Made => new(); }")]
    [InlineData("[JsonStoreDocument] public class Doc<T> { public object? Tag { get; set; } }")]
    [InlineData("public class Doc { public object? Tag { get; set; } }")]
    [InlineData("public class Doc { public object? Tag { get; set; } } public static class Start { public static void Run<T>(MemHygiene.MemHygieneBuilder builder) => builder.AddJsonStore<T>(\"a.json\"); }")]
    [InlineData("public class Doc { public object? Tag { get; set; } } public static class Start { public static void AddJsonStore<T>() { } public static void Run() => AddJsonStore<Doc>(); }")]
    public async Task OtherTypes_AreSilent(string source) => Assert.Empty(await FindAsync(new Subject(source)));

    private static string TextOf(Diagnostic finding) => finding.Location.SourceTree!.ToString().Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length);

    private static async Task<Diagnostic[]> FindAsync(Subject subject)
    {
        var found = await subject.Compile().WithAnalyzers([new DocumentCopiedSlowlyAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found];
    }
}
