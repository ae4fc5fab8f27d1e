using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1002_SessionSavedPerRequest;

/// <summary>Removes <c>await session.CommitAsync();</c>: the session middleware commits at the end of the request, also after an exception.</summary>
internal static class CommitRemoval
{
    public static async Task<bool> TryApplyAsync(SinkContext context, InvocationExpressionSyntax call)
    {
        var awaited = Surroundings.Awaited(call);
        if (awaited is not AwaitExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax } statement } || Surroundings.Function(call) is not { } function)
        {
            return false;
        }

        var hasOtherAwait = function
            .DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(node => node != awaited && IsAwait(node));
        if (!hasOtherAwait && !await SynchronousHandler.TryMakeAsync(context, function).ConfigureAwait(false))
        {
            return false;
        }

        context.Rewrite.Add(context.Document, context.Layout.Without(statement));
        return true;
    }

    private static bool IsAwait(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax => true,
        CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        UsingStatementSyntax block => block.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        LocalDeclarationStatementSyntax local => local.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        _ => false,
    };
}
