using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace MemHygiene.CodeFixes.Hosts;

/// <summary>Looks for a registration that the application has already, in the entry point or in an extension method of its own.</summary>
internal static class ExistingVerbs
{
    public enum Match
    {
        None,
        Same,

        /// <summary>The same service, loaded from elsewhere: a fix must not point its caller at it.</summary>
        Different,
    }

    public static async Task<Match> FindAsync(HostEntry host, Verb verb, CancellationToken cancellation)
    {
        var solution = host.Document.Project.Solution;
        foreach (var method in Methods(host.Model.Compilation, verb.Name))
        {
            foreach (var found in await SymbolFinder.FindReferencesAsync(method, solution, cancellation).ConfigureAwait(false))
            {
                foreach (var location in found.Locations)
                {
                    var match = await CompareAsync(location, verb, cancellation).ConfigureAwait(false);
                    if (match != Match.None)
                    {
                        return match;
                    }
                }
            }
        }

        return Match.None;
    }

    private static IEnumerable<IMethodSymbol> Methods(Compilation compilation, string name) =>
        from part in new[] { "Microsoft", "Extensions", "DependencyInjection" }
            .Aggregate((INamespaceSymbol?)compilation.GlobalNamespace, (space, next) => space?.GetNamespaceMembers().FirstOrDefault(member => member.Name == next))
            ?.GetTypeMembers().AsEnumerable() ?? []
        where part.IsStatic && part.MightContainExtensionMethods
        from method in part.GetMembers(name).OfType<IMethodSymbol>()
        where method.Parameters.FirstOrDefault()?.Type.Name == "MemHygieneBuilder"
        select method;

    private static async Task<Match> CompareAsync(ReferenceLocation location, Verb verb, CancellationToken cancellation)
    {
        var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await location.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var call = root!.FindNode(location.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (call is null || model!.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
        {
            return Match.None;
        }

        if (verb.ServiceArgument is not null && method.TypeArguments.FirstOrDefault()?.ToDisplayString() != verb.ServiceArgument)
        {
            return Match.None;
        }

        return AreAlike(call.ArgumentList.Arguments, verb.Arguments) ? Match.Same : Match.Different;
    }

    /// <summary>What the user configures beyond the verb's own arguments is no difference, unless it changes how documents are read.</summary>
    private static bool AreAlike(SeparatedSyntaxList<ArgumentSyntax> existing, IReadOnlyList<string> wanted) =>
        existing.Count >= wanted.Count
        && wanted.Select((code, index) => Comparable(existing[index].Expression) == Comparable(SyntaxFactory.ParseExpression(code))).All(alike => alike)
        && !existing.Skip(wanted.Count).Any(more => more.ToString().Contains("SerializerOptions"));

    /// <summary>Layout and the name of the provider's parameter do not make two registrations different.</summary>
    private static string? Comparable(ExpressionSyntax? argument)
    {
        if (argument is not LambdaExpressionSyntax { Body: ExpressionSyntax body } lambda)
        {
            return argument?.NormalizeWhitespace().ToFullString();
        }

        var parameters = lambda is SimpleLambdaExpressionSyntax simple ? [simple.Parameter] : ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters.ToList();
        var names = parameters.ConvertAll(parameter => parameter.Identifier.ValueText);
        return body
            .ReplaceTokens(
                body.DescendantTokens().Where(token => names.Contains(token.ValueText)),
                (token, _) => SyntaxFactory.Identifier("parameter" + names.IndexOf(token.ValueText)))
            .NormalizeWhitespace()
            .ToFullString();
    }
}
