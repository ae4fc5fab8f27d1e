using MemHygiene.CodeFixes.Moving;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Hosts;

/// <summary>Writes registrations at the place of the host, into the chain that is there already where there is one.</summary>
internal static class Registration
{
    /// <summary>Registers in every host of the project; false where there is no host or where one has the service from elsewhere.</summary>
    public static async Task<bool> TryAddAsync(SolutionRewrite rewrite, Project project, Verb verb, CancellationToken cancellation)
    {
        var hosts = await HostEntry.FindAsync(project, cancellation).ConfigureAwait(false);
        foreach (var host in hosts)
        {
            switch (await ExistingVerbs.FindAsync(host, verb, cancellation).ConfigureAwait(false))
            {
                case ExistingVerbs.Match.Different:
                    return false;
                case ExistingVerbs.Match.None:
                    await AddAsync(rewrite, host, verb, cancellation).ConfigureAwait(false);
                    break;
            }
        }

        return hosts.Count > 0;
    }

    /// <summary>Where registrations of this project's services stand; null where there is no host.</summary>
    public static async Task<Destination?> DestinationAsync(Project project, PlaceKind kind, CancellationToken cancellation)
    {
        var hosts = await HostEntry.FindAsync(project, cancellation).ConfigureAwait(false);
        return hosts.Count == 0 ? null : new Destination(kind, hosts[0].Document.Project.Id != project.Id, hosts[0].Values);
    }

    /// <summary>Adds <c>builder.Services.AddHttpClient();</c> and the like, unless the file calls the method already.</summary>
    public static async Task<bool> TryAddFrameworkServiceAsync(SolutionRewrite rewrite, Project project, string method, CancellationToken cancellation)
    {
        var hosts = await HostEntry.FindAsync(project, cancellation).ConfigureAwait(false);
        foreach (var host in hosts)
        {
            var root = (await host.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
            if (root.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => HostChain.MethodName(call) == method))
            {
                continue;
            }

            await AddLineAsync(rewrite, host, $"{host.Services}.{method}();", cancellation).ConfigureAwait(false);
            rewrite.Import(host.Document, host.Model, host.Above.SpanStart, "Microsoft.Extensions.DependencyInjection");
        }

        return hosts.Count > 0;
    }

    private static async Task AddAsync(SolutionRewrite rewrite, HostEntry host, Verb verb, CancellationToken cancellation)
    {
        if (HostChain.Find(host) is { } chain)
        {
            var layout = new Layout(await host.Document.GetTextAsync(cancellation).ConfigureAwait(false));
            var lineStart = layout.NewLine + chain.Indentation(layout);

            // First the verb: the next one's dot may stand at the same place.
            rewrite.Insert(host.Document, chain.PlaceOf(verb), $"{lineStart}.{verb.Code}");
            foreach (var dot in chain.DotsWithoutOwnLine())
            {
                rewrite.Insert(host.Document, dot, lineStart);
            }
        }
        else
        {
            await AddLineAsync(rewrite, host, $"{host.Variable}.AddMemHygiene().{verb.Code};", cancellation).ConfigureAwait(false);
            if (host.HasBuilder)
            {
                rewrite.Import(host.Document, host.Model, host.Above.SpanStart, "Microsoft.Extensions.Hosting");
            }
        }

        rewrite.Import(host.Document, host.Model, host.Above.SpanStart, "Microsoft.Extensions.DependencyInjection");
        foreach (var name in verb.Namespaces)
        {
            rewrite.Import(host.Document, host.Model, host.Above.SpanStart, name);
        }
    }

    private static async Task AddLineAsync(SolutionRewrite rewrite, HostEntry host, string code, CancellationToken cancellation)
    {
        var layout = new Layout(await host.Document.GetTextAsync(cancellation).ConfigureAwait(false));
        rewrite.Add(host.Document, host.Line(layout, code));
    }
}
