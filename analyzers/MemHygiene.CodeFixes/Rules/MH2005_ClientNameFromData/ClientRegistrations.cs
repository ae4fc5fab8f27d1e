using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH2005_ClientNameFromData;

/// <summary>What the solution tells the client factory: a name may be left out only where no name has a configuration of its own.</summary>
internal static class ClientRegistrations
{
    internal enum Kind
    {
        /// <summary>Every client is as the framework makes it.</summary>
        None,

        /// <summary>Every client is configured, without cookies.</summary>
        AllWithoutCookies,

        /// <summary>Some name may be configured, or all are, with cookies.</summary>
        Other,
    }

    public static async Task<Kind> ReadAsync(Solution solution, CancellationToken cancellation)
    {
        var kind = Kind.None;
        foreach (var document in solution.Projects.SelectMany(project => project.Documents))
        {
            var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
            foreach (var name in root?.DescendantNodes().OfType<SimpleNameSyntax>() ?? [])
            {
                var found = KindOf(name);
                if (found == Kind.Other)
                {
                    return Kind.Other;
                }

                kind = found == Kind.None ? kind : found;
            }
        }

        return kind;
    }

    // A typed client is registered under its type's name, which a name out of a request does not hit by accident.
    private static Kind KindOf(SimpleNameSyntax name) => name.Identifier.ValueText switch
    {
        "AddHttpClient" => CallOf(name) is { } call && call.ArgumentList.Arguments.All(argument => argument.Expression is AnonymousFunctionExpressionSyntax) ? Kind.None : Kind.Other,
        "ConfigureHttpClientDefaults" => CallOf(name)?.ArgumentList.ToString().Contains("UseCookies = false") == true ? Kind.AllWithoutCookies : Kind.Other,
        "HttpClientFactoryOptions" or "IHttpMessageHandlerBuilderFilter" => Kind.Other,
        _ => Kind.None,
    };

    private static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name) => name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } ? call : null;
}
