using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Rules.MH1002_SessionSavedPerRequest;

/// <summary>Whether a call on the way from the entry point is made under a condition: then something decided that the session or the store changes.</summary>
internal static class ConditionalCalls
{
    public static bool AnyOn(RequestPath path, CancellationToken cancellation) => path.CallNodes(cancellation).Any(IsConditional);

    /// <summary>The same, where leaving early and going through a list are decisions too.</summary>
    public static bool DecideOn(RequestPath path, CancellationToken cancellation) => path.CallNodes(cancellation).Any(call => IsDecided(call, path.Entry.Kind == EntryKind.Security));

    /// <param name="call">The call.</param>
    /// <param name="isSecurity">Whoever is not known goes no further, which says nothing about those who are.</param>
    public static bool IsDecided(SyntaxNode call, bool isSecurity)
    {
        for (var (current, parent) = (call, call.Parent); parent is not null && !IsBody(parent); (current, parent) = (parent, parent.Parent))
        {
            if (IsCondition(parent, current)
                || parent is CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax
                || parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } binary && binary.Right == current
                || parent is BlockSyntax block && block.Statements.TakeWhile(statement => statement != current).Any(statement => MayLeave(statement) && !(isSecurity && AsksForNothing(statement))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AsksForNothing(StatementSyntax statement) => statement is IfStatementSyntax
    {
        Condition: IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } }
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.NullLiteralExpression },
    };

    private static bool IsConditional(SyntaxNode call)
    {
        for (var (current, parent) = (call, call.Parent); parent is not null && !IsBody(parent); (current, parent) = (parent, parent.Parent))
        {
            if (IsCondition(parent, current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBody(SyntaxNode node) => node is MemberDeclarationSyntax and not GlobalStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    private static bool IsCondition(SyntaxNode parent, SyntaxNode current) =>
        parent is IfStatementSyntax @if && @if.Condition != current
        || parent is ConditionalExpressionSyntax conditional && conditional.Condition != current
        || parent is SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax;

    private static bool MayLeave(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf(node => !IsBody(node)).Any(node => node is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax);
}
