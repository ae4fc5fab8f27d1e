using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Moving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>
/// The handler of a client that everybody shares: with the settings of the one that it replaces, with connections that are renewed, and without
/// cookies, which would go from one user to the next.
/// </summary>
internal static class SharedHandler
{
    /// <summary>Properties that mean the same on both handlers.</summary>
    private static readonly HashSet<string> Common =
    [
        "AllowAutoRedirect", "AutomaticDecompression", "Credentials", "DefaultProxyCredentials", "MaxAutomaticRedirections", "MaxConnectionsPerServer",
        "MaxResponseHeadersLength", "PreAuthenticate", "Proxy", "UseCookies", "UseProxy",
    ];

    /// <summary>The code that makes it; null where the old handler cannot be replaced.</summary>
    public static string? Of(SinkContext context, BaseObjectCreationExpressionSyntax client)
    {
        if (client.ArgumentList is not { Arguments.Count: > 0 } list)
        {
            return Code([]);
        }

        if (list.Arguments.Count > 1
            || list.Arguments[0].Expression is not ObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } old
            || (old.Initializer is { } initialiser && !FixedSettings.Are(context, initialiser)))
        {
            return null;
        }

        var settings = old.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().ToList() ?? [];
        return context.Model.GetTypeInfo(old, context.Cancellation).Type?.ToDisplayString() switch
        {
            "System.Net.Http.HttpClientHandler" when !settings.TrueForAll(setting => Common.Contains(Name(setting))) => null,
            "System.Net.Http.HttpClientHandler" or "System.Net.Http.SocketsHttpHandler" when !settings.Exists(KeepsCookies) => Code(settings),
            _ => null,
        };
    }

    private static bool KeepsCookies(AssignmentExpressionSyntax setting) =>
        Name(setting) == "CookieContainer" || (Name(setting) == "UseCookies" && !setting.Right.IsKind(SyntaxKind.FalseLiteralExpression));

    private static string Code(List<AssignmentExpressionSyntax> settings)
    {
        var code = settings.ConvertAll(OneLine.Of);
        if (!settings.Exists(setting => Name(setting) == "PooledConnectionLifetime"))
        {
            code.Insert(0, "PooledConnectionLifetime = TimeSpan.FromMinutes(2)");
        }

        if (!settings.Exists(setting => Name(setting) == "UseCookies"))
        {
            code.Add("UseCookies = false");
        }

        return $"new SocketsHttpHandler {{ {string.Join(", ", code)} }}";
    }

    private static string Name(AssignmentExpressionSyntax setting) => setting.Left.ToString();
}
