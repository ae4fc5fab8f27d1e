using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1002_SessionSavedPerRequest;

/// <summary>
/// Removes <c>await session.CommitAsync();</c>: the session middleware commits at the end of the request. Where it is the only await, the method
/// would be left async without a reason (CS1998), so it stays for the user to decide.
/// </summary>
internal static class CommitRemoval
{
    public static bool TryApply(SinkContext context, InvocationExpressionSyntax call)
    {
        var awaited = Surroundings.Awaited(call);
        if (awaited is not AwaitExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax } statement })
        {
            return false;
        }

        var function = Surroundings.Function(call);
        var hasOtherAwait = function is not null
            && function.DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                .Any(node => node != awaited && IsAwait(node));
        if (!hasOtherAwait)
        {
            return false;
        }

        context.Rewrite.Add(context.Document, context.Layout.Without(statement));
        return true;
    }

    private static bool IsAwait(Microsoft.CodeAnalysis.SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax => true,
        CommonForEachStatementSyntax loop => loop.AwaitKeyword.RawKind != 0,
        UsingStatementSyntax block => block.AwaitKeyword.RawKind != 0,
        LocalDeclarationStatementSyntax local => local.AwaitKeyword.RawKind != 0,
        _ => false,
    };
}
