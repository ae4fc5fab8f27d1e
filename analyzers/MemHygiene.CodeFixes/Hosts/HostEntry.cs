using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Hosts;

/// <summary>The place of an application where services are registered: the statement in its entry point that declares the host builder.</summary>
internal sealed class HostEntry(Document document, SemanticModel model, LocalDeclarationStatementSyntax declaration, ILocalSymbol builder)
{
    public Document Document => document;

    public SemanticModel Model => model;

    public ILocalSymbol Builder => builder;

    /// <summary>The builder's declaration; in a program of top-level statements the member that holds it.</summary>
    public SyntaxNode Declaration => declaration.Parent is GlobalStatementSyntax global ? global : declaration;

    /// <summary>
    /// The hosts that run the code of a project: its own, or for a library those of the applications that reference it. Empty where none has a
    /// builder to register with.
    /// </summary>
    public static async Task<IReadOnlyList<HostEntry>> FindAsync(Project project, CancellationToken cancellation)
    {
        if (await FindInAsync(project, cancellation).ConfigureAwait(false) is { } own)
        {
            return [own];
        }

        var hosts = new List<HostEntry>();
        foreach (var id in project.Solution.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(project.Id))
        {
            var host = await FindInAsync(project.Solution.GetProject(id)!, cancellation).ConfigureAwait(false);
            if (host is not null && hosts.All(known => known.Document.FilePath != host.Document.FilePath || host.Document.FilePath is null))
            {
                hosts.Add(host);
            }
        }

        return hosts;
    }

    private static async Task<HostEntry?> FindInAsync(Project project, CancellationToken cancellation)
    {
        var compilation = await project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        var builderType = compilation?.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostApplicationBuilder");
        var entry = compilation?.GetEntryPoint(cancellation)?.DeclaringSyntaxReferences.FirstOrDefault();
        if (builderType is null || entry is null || project.GetDocument(entry.SyntaxTree) is not { } document)
        {
            return null;
        }

        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        var scope = await entry.GetSyntaxAsync(cancellation).ConfigureAwait(false);
        foreach (var declaration in scope.DescendantNodes(IsRunByTheEntryPoint).OfType<LocalDeclarationStatementSyntax>())
        {
            if (declaration.Declaration.Variables.Count == 1
                && model.GetDeclaredSymbol(declaration.Declaration.Variables[0], cancellation) is ILocalSymbol { Type: var type } local
                && (SymbolEqualityComparer.Default.Equals(type, builderType) || type.AllInterfaces.Contains(builderType, SymbolEqualityComparer.Default)))
            {
                return new HostEntry(document, model, declaration, local);
            }
        }

        return null;
    }

    private static bool IsRunByTheEntryPoint(SyntaxNode node) =>
        node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax);
}
