using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Analyzers.Benchmarks.Code;

/// <summary>
/// Real code without its packages names types that are missing, and a compiler that finds those in a declaration stops there. This takes out such
/// declarations, base lists, attributes and imports until the rest declares what it uses; errors within bodies stay, and stop nothing.
/// </summary>
internal static class DeclaredCode
{
    private const int MostRounds = 40;

    /// <summary>The projects of a code base, each after those that it references, which it then references as they have become here.</summary>
    public static async Task<IReadOnlyList<(Project Project, CSharpCompilation Compilation)>> OfAsync(CodeBase code, CancellationToken cancellation)
    {
        var reduced = new Dictionary<ProjectId, CSharpCompilation>();
        var found = new List<(Project, CSharpCompilation)>();
        foreach (var id in code.Solution.GetProjectDependencyGraph().GetTopologicallySortedProjects(cancellation))
        {
            var project = code.Solution.GetProject(id)!;
            var compilation = (CSharpCompilation)(await project.GetCompilationAsync(cancellation))!;
            foreach (var reference in project.ProjectReferences)
            {
                var original = compilation.References.OfType<CompilationReference>().FirstOrDefault(each => each.Compilation.AssemblyName == code.Solution.GetProject(reference.ProjectId)!.AssemblyName);
                if (original is not null)
                {
                    compilation = compilation.ReplaceReference(original, reduced[reference.ProjectId].ToMetadataReference());
                }
            }

            compilation = Reduce(compilation, cancellation);
            reduced.Add(id, compilation);
            if (!Errors(compilation, cancellation).Any())
            {
                found.Add((project, compilation));
            }
        }

        return found;
    }

    private static CSharpCompilation Reduce(CSharpCompilation compilation, CancellationToken cancellation)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var errors = Errors(compilation, cancellation).ToList();
            if (errors.Count == 0)
            {
                break;
            }

            foreach (var file in errors.Where(error => error.Location.SourceTree is not null).GroupBy(error => error.Location.SourceTree!))
            {
                var root = file.Key.GetRoot(cancellation);
                var wrong = file.Select(error => Wrong(root.FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true))).OfType<SyntaxNode>().Distinct();
                var text = root.RemoveNodes(wrong, SyntaxRemoveOptions.KeepDirectives)!.ToFullString();
                compilation = compilation.ReplaceSyntaxTree(file.Key, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)file.Key.Options, file.Key.FilePath, cancellationToken: cancellation));
            }

            if (errors.Exists(error => error.Id == "CS5001"))
            {
                compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary));
            }
        }

        return compilation;
    }

    private static IEnumerable<Diagnostic> Errors(CSharpCompilation compilation, CancellationToken cancellation) =>
        compilation.GetParseDiagnostics(cancellation).Concat(compilation.GetDeclarationDiagnostics(cancellation)).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The smallest part whose removal takes the error away: an import, an attribute, what a type derives from, a member, or the type.</summary>
    private static SyntaxNode? Wrong(SyntaxNode node) => node.FirstAncestorOrSelf<SyntaxNode>(part =>
        part is UsingDirectiveSyntax or AttributeListSyntax or BaseListSyntax or TypeParameterConstraintClauseSyntax or ExternAliasDirectiveSyntax
            or (MemberDeclarationSyntax and not (BaseNamespaceDeclarationSyntax or GlobalStatementSyntax))) switch
    {
        TypeDeclarationSyntax { BaseList: { } bases } => bases,
        var part => part,
    };
}
