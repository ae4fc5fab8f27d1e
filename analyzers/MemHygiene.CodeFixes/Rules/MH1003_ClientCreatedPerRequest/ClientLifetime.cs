using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>
/// A pool's client gives its lease back when it is disposed. Where nobody disposes it and nobody needs it after the method, it gets a
/// <c>using</c>; elsewhere the pool's finalizer has to find it.
/// </summary>
internal static class ClientLifetime
{
    public static void Replace(SinkContext context, ExpressionSyntax creation, string client)
    {
        switch (creation.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax } local } } variable }
                when local.UsingKeyword.IsKind(SyntaxKind.None) && EndsWithMethod(context, variable):
                context.Rewrite.Insert(context.Document, local.SpanStart, "using ");
                context.Rewrite.Replace(context.Document, creation.Span, client);
                break;
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } when IsDoneWhenAwaited(call) && StatementAround.Find(creation) is { } around:
                var name = Names.Unique(context.Model, Surroundings.Function(creation)!, "client");
                around.InsertBefore(context, $"using var {name} = {client};");
                context.Rewrite.Replace(context.Document, creation.Span, name);
                break;
            default:
                context.Rewrite.Replace(context.Document, creation.Span, client);
                break;
        }
    }

    private static bool EndsWithMethod(SinkContext context, VariableDeclaratorSyntax variable)
    {
        var function = Surroundings.Function(variable);
        return LocalUse.CanBeShared(context, variable)
            && LocalUse.Uses(context, variable).All(use => Surroundings.Function(use) == function
                && use.Parent is MemberAccessExpressionSyntax access
                && (access.Parent is not InvocationExpressionSyntax call || IsDoneWhenAwaited(call)));
    }

    /// <summary>A stream may be read after the method has returned it.</summary>
    private static bool IsDoneWhenAwaited(InvocationExpressionSyntax call) =>
        Surroundings.Awaited(call) is AwaitExpressionSyntax
        && call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "GetStreamAsync" }
        && !call.ArgumentList.ToString().Contains("ResponseHeadersRead");
}
