using MemHygiene.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Tests.Verification;

/// <summary>A web application in an in-memory workspace: its files, the Web SDK's implicit usings, and libraries where a test has some.</summary>
internal static class CodeUnderTest
{
    /// <summary>Files named <c>Library/…</c> make a class library that the application references; without any other file there is no application.</summary>
    public static Solution Create(string sources, bool withMemHygiene)
    {
        var files = Sources.Split(sources);
        var solution = new AdhocWorkspace().CurrentSolution;
        if (files.Keys.All(IsLibrary))
        {
            AddProject(ref solution, "Library", OutputKind.DynamicallyLinkedLibrary, withMemHygiene, files);
            return solution;
        }

        var application = AddProject(ref solution, "Shop", OutputKind.ConsoleApplication, withMemHygiene, files.Where(file => !IsLibrary(file.Key)));
        if (files.Any(file => IsLibrary(file.Key)))
        {
            var library = AddProject(ref solution, "Library", OutputKind.DynamicallyLinkedLibrary, withMemHygiene, files.Where(file => IsLibrary(file.Key)));
            solution = solution.AddProjectReference(application, new ProjectReference(library));
        }

        return solution;
    }

    public static async Task<IReadOnlyDictionary<string, string>> TextsAsync(Solution solution, CancellationToken cancellation)
    {
        var texts = new Dictionary<string, string>();
        foreach (var document in solution.Projects.SelectMany(project => project.Documents))
        {
            texts.Add(document.Name, (await document.GetTextAsync(cancellation)).ToString());
        }

        return texts;
    }

    public static async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(Solution solution, CancellationToken cancellation)
    {
        var errors = new List<Diagnostic>();
        foreach (var project in solution.Projects)
        {
            var compilation = await project.GetCompilationAsync(cancellation);
            errors.AddRange(compilation!.GetDiagnostics(cancellation).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }

        return errors;
    }

    public static async Task<IReadOnlyList<Diagnostic>> FindAsync(DiagnosticAnalyzer analyzer, Project project, CancellationToken cancellation)
    {
        var compilation = (await project.GetCompilationAsync(cancellation))!.WithAnalyzers([analyzer]);
        return [.. (await compilation.GetAnalyzerDiagnosticsAsync(cancellation)).OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private static bool IsLibrary(string file) => file.StartsWith("Library/", StringComparison.Ordinal);

    private static ProjectId AddProject(ref Solution solution, string name, OutputKind kind, bool withMemHygiene, IEnumerable<KeyValuePair<string, string>> files)
    {
        var id = ProjectId.CreateNewId(name);
        solution = solution.AddProject(ProjectInfo.Create(
            id,
            VersionStamp.Default,
            name,
            name,
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: withMemHygiene ? [.. References.Frameworks, .. References.MemHygiene] : References.Frameworks));
        foreach (var (path, text) in files)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(id, path), path, SourceText.From(text), filePath: "/" + path);
        }

        solution = solution.AddDocument(DocumentId.CreateNewId(id, "Usings"), name + ".GlobalUsings.g.cs", SourceText.From(WebSdk.ImplicitUsings), filePath: $"/{name}.GlobalUsings.g.cs");
        return id;
    }
}
