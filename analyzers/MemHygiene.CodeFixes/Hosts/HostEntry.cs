using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Hosts;

/// <summary>The place of an application where services are registered: below its host builder, or where it configures the service collection.</summary>
/// <param name="Document">The file.</param>
/// <param name="Model">What the compiler knows of it.</param>
/// <param name="Variable">What registrations start at: the host builder, or the service collection.</param>
/// <param name="Services">The service collection, as code.</param>
/// <param name="Above">The statement that new lines follow; a block, which they begin.</param>
/// <param name="Values">Services that are there before the provider is, by their short names, as code.</param>
internal sealed record HostEntry(Document Document, SemanticModel Model, string Variable, string Services, SyntaxNode Above, IReadOnlyDictionary<string, string> Values)
{
    public bool HasBuilder => Variable != Services;

    /// <summary>The statements that run whenever the host starts are the children of this.</summary>
    public SyntaxNode Scope => Above is BlockSyntax ? Above : Above.Parent!;

    /// <summary>
    /// The hosts that run the code of a project: its own, or for a library those of the applications that reference it. Empty where none has a
    /// place to register.
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

    public TextChange Line(Layout layout, string code) => Above is BlockSyntax block ? layout.FirstLineOf(block, code) : layout.LineAfter(Above, code);

    private static async Task<HostEntry?> FindInAsync(Project project, CancellationToken cancellation)
    {
        var compilation = await project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        var entry = compilation?.GetEntryPoint(cancellation)?.DeclaringSyntaxReferences.FirstOrDefault();
        if (entry is null || project.GetDocument(entry.SyntaxTree) is not { } document)
        {
            return null;
        }

        return await BuilderHost.FindAsync(document, await entry.GetSyntaxAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)
            ?? await StartupHost.FindAsync(project, compilation!, cancellation).ConfigureAwait(false)
            ?? await ConfiguredHost.FindAsync(document, cancellation).ConfigureAwait(false);
    }
}
