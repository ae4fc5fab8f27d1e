using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1006_CodeGeneratedPerRequest;

namespace MemHygiene.Analyzers.Tests.Rules.MH1006_CodeGeneratedPerRequest;

public sealed class CodeGeneratedPerRequestTests
{
    private const string Libraries = """
        namespace Microsoft.CodeAnalysis
        {
            public abstract class Compilation { public object Emit(System.IO.Stream stream) => stream; }
        }
        namespace Microsoft.CodeAnalysis.CSharp
        {
            public sealed class CSharpCompilation : Compilation { public static CSharpCompilation Create(string name) => new(); }
        }
        namespace Microsoft.CodeAnalysis.CSharp.Scripting
        {
            public class Script { public System.Threading.Tasks.Task<object> RunAsync() => null!; }
            public static class CSharpScript
            {
                public static Script Create(string code) => new();
                public static System.Threading.Tasks.Task<T> EvaluateAsync<T>(string code) => null!;
            }
        }
        namespace AutoMapper
        {
            public class MapperConfiguration { public MapperConfiguration(System.Action<object> configure) { } public object CreateMapper() => this; }
        }
        """;

    [Fact]
    public async Task Endpoint_SerializerWithARoot_Warns()
    {
        var found = await Verify("""
            using System.Xml.Serialization;
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapPost("/orders", (Stream body) => [|new XmlSerializer(typeof(Order), new XmlRootAttribute("order"))|].Deserialize(body));
            app.Run();
            public class Order { public int Id { get; set; } }
            """);

        Assert.Equal(
            "XmlSerializer makes new code on every request (MapPost \"/orders\"): the runtime keeps serializers for a type and a namespace only, so keep this one in a static field",
            Assert.Single(found).GetMessage());
    }

    [Theory]
    [InlineData("new XmlSerializer(typeof(Order)).Deserialize(body)")]
    [InlineData("new XmlSerializer(typeof(Order), \"urn:orders\").Deserialize(body)")]
    [InlineData("new XmlSerializerFactory().CreateSerializer(typeof(Order))")]
    [InlineData("Kept.Deserialize(body)")]
    [InlineData("Serializers.GetOrAdd(typeof(Order), type => new XmlSerializer(type, new XmlRootAttribute(\"order\")))")]
    public Task SerializersThatAreKept_AreSilent(string code) => Verify(Controller(code));

    [Theory]
    [InlineData("[|new XmlSerializer(typeof(Order), new[] { typeof(string) })|]")]
    [InlineData("[|new XmlSerializer(typeof(Order), new XmlAttributeOverrides())|]")]
    [InlineData("[|new XmlSerializer(typeof(Order), null, null, null, \"urn:orders\")|]")]
    [InlineData("[|new XmlSerializer(new XmlReflectionImporter().ImportTypeMapping(typeof(Order)))|]")]
    [InlineData("[|XmlSerializer.FromTypes(new[] { typeof(Order) })|]")]
    [InlineData("[|new XmlSerializerFactory().CreateSerializer(typeof(Order), new XmlRootAttribute(\"order\"))|]")]
    public Task OtherSerializers_Warn(string code) => Verify(Controller(code));

    [Theory]
    [InlineData("[|new Regex(\"^[a-z]+$\", RegexOptions.Compiled)|].IsMatch(text)")]
    [InlineData("[|new Regex(text, RegexOptions.IgnoreCase | RegexOptions.Compiled, TimeSpan.FromSeconds(1))|].IsMatch(text)")]
    [InlineData("[|new Regex(\"a\", RegexOptions.Compiled | Options)|].IsMatch(text)")]
    [InlineData("[|Regex.IsMatch(text, $\"^{text}$\", RegexOptions.Compiled)|]")]
    [InlineData("text.Split(' ').Where(word => [|Regex.IsMatch(text, @\"\\b\" + word, RegexOptions.Compiled)|])")]
    public Task CompiledRegexes_Warn(string code) => Verify(Controller(code));

    [Theory]
    [InlineData("new Regex(\"^[a-z]+$\").IsMatch(text)")]
    [InlineData("new Regex(\"^[a-z]+$\", RegexOptions.IgnoreCase).IsMatch(text)")]
    [InlineData("new Regex(text, Options).IsMatch(text)")]
    [InlineData("Regex.IsMatch(text, \"^[a-z]+$\", RegexOptions.Compiled)")]
    [InlineData("Regex.IsMatch(text, Pattern + \"$\", RegexOptions.Compiled)")]
    [InlineData("Regex.IsMatch(text, $\"^{_prefix}$\", RegexOptions.Compiled)")]
    [InlineData("Regex.IsMatch(text, $\"^{text}$\")")]
    [InlineData("Word.IsMatch(text)")]
    [InlineData("Regexes.GetOrAdd(text, pattern => new Regex(pattern, RegexOptions.Compiled)).IsMatch(text)")]
    [InlineData("_late ??= new Regex(Pattern, RegexOptions.Compiled)")]
    public Task OtherRegexes_AreSilent(string code) => Verify(Controller(code));

    [Theory]
    [InlineData("[|((Expression<Func<string, int>>)(word => word.Length)).Compile()|](text)")]
    [InlineData("[|((LambdaExpression)(Expression<Func<string, int>>)(word => word.Length)).Compile()|]")]
    [InlineData("[|((Expression<Func<string, int>>)(word => word.Length)).Compile(preferInterpretation: false)|]")]
    [InlineData("[|Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript.EvaluateAsync<int>(text)|]")]
    [InlineData("[|Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript.Create(text)|].RunAsync()")]
    [InlineData("System.Reflection.Assembly.GetExecutingAssembly().GetName() + [|System.Reflection.Assembly.Load(new byte[9])|].FullName")]
    [InlineData("[|new System.Runtime.Loader.AssemblyLoadContext(text)|].LoadFromAssemblyPath(text)")]
    [InlineData("[|new PluginLoadContext()|].LoadFromAssemblyPath(text)")]
    [InlineData("[|new AutoMapper.MapperConfiguration(configuration => { })|].CreateMapper()")]
    public Task OtherGeneratedCode_Warns(string code) => Verify(Controller(code), Libraries);

    [Theory]
    [InlineData("((Expression<Func<string, int>>)(word => word.Length)).Compile(preferInterpretation: true)(text)")]
    [InlineData("((Expression<Func<string, int>>)(word => word.Length)).Compile(true)(text)")]
    [InlineData("Lengths.GetOrAdd(text, key => ((Expression<Func<string, int>>)(word => word.Length)).Compile())")]
    [InlineData("System.Reflection.Assembly.Load(text).FullName!")]
    [InlineData("System.Reflection.Assembly.LoadFrom(text).FullName!")]
    [InlineData("new Template().Compile(text)")]
    public Task InterpretedKeptOrLoadedOnce_IsSilent(string code) => Verify(Controller(code), Libraries);

    [Fact]
    public Task CompilationAndLoadOfItsResult_AreOneFinding() => Verify(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.CodeAnalysis.CSharp;
        public class RunController : ControllerBase
        {
            public object? Post(string name)
            {
                using var image = new MemoryStream();
                [|CSharpCompilation.Create(name).Emit(image)|];
                return System.Reflection.Assembly.Load(image.ToArray()).EntryPoint?.Invoke(null, null);
            }
        }
        """,
        Libraries);

    [Fact]
    public Task ContextThatIsUnloaded_IsSilent() => Verify("""
        using System.Runtime.Loader;
        using Microsoft.AspNetCore.Mvc;
        public class PluginsController : ControllerBase
        {
            public string? Get(string path)
            {
                var context = new AssemblyLoadContext("check", isCollectible: true);
                try { return context.LoadFromAssemblyPath(path).FullName; }
                finally { context.Unload(); }
            }
        }
        """);

    [Fact]
    public async Task Helper_CompilesItsSelector_NamesTheWayThere()
    {
        var found = await Verify("""
            using System.Linq.Expressions;
            using Microsoft.AspNetCore.Mvc;
            public class ProductsController : ControllerBase
            {
                public object Post(string name)
                {
                    return Select(product => product.Length);
                    int Select(Expression<Func<string, int>> member) => [|member.Compile()|](name);
                }
            }
            """);

        Assert.StartsWith("Expression.Compile makes new code on every request (ProductsController.Post", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task DelegateKeptByATypeThatLivesOn_IsSilent() => Verify("""
        using System.Linq.Expressions;
        public static class Writers
        {
            private static readonly Dictionary<Type, Action<object>> Known = new();
            static Writers() => Known[typeof(int)] = Compile();
            public static Action<object> Compile() { Expression<Action<object>> write = value => Console.Write(value); return write.Compile(); }
        }
        public class Converter<T>
        {
            private static readonly Func<T, string> Write = Build();
            private static Func<T, string> Build() { Expression<Func<T, string>> write = value => value!.ToString()!; return write.Compile(); }
            public string Convert(T value) => Write(value);
        }
        """);

    private static string Controller(string code) => $$"""
        using System.Collections.Concurrent;
        using System.Linq.Expressions;
        using System.Text.RegularExpressions;
        using System.Xml.Serialization;
        using Microsoft.AspNetCore.Mvc;
        public class OrdersController(string prefix) : ControllerBase
        {
            private const string Pattern = "^[a-z]+";
            private static readonly RegexOptions Options = RegexOptions.IgnoreCase;
            private static readonly XmlSerializer Kept = new(typeof(Order), new XmlRootAttribute("order"));
            private static readonly ConcurrentDictionary<Type, XmlSerializer> Serializers = new();
            private static readonly ConcurrentDictionary<string, Regex> Regexes = new();
            private static readonly ConcurrentDictionary<string, Func<string, int>> Lengths = new();
            private static readonly Regex Word = new("^[a-z]+$", RegexOptions.Compiled);
            private static Regex? _late;
            private readonly string _prefix = prefix;
            public object? Post(string text, Stream body) => {{code}};
            public object? Rest() => (Pattern, Options, Kept, Serializers, Regexes, Lengths, Word, _late, _prefix);
        }
        public class Order { public int Id { get; set; } }
        public class Template { public string Compile(string text) => text; }
        public class PluginLoadContext : System.Runtime.Loader.AssemblyLoadContext;
        """;

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Verify(params string[] sources) =>
        Rule<CodeGeneratedPerRequestAnalyzer>.VerifyAsync(sources);
}
