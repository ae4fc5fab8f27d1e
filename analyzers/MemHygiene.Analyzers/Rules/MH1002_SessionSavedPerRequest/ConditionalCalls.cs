using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Rules.MH1002_SessionSavedPerRequest;

/// <summary>Whether a call on the way from the entry point is made under a condition: then something decided that the session changes.</summary>
internal static class ConditionalCalls
{
    public static bool AnyOn(RequestPath path, CancellationToken cancellation)
    {
        foreach (var step in path.Steps)
        {
            if (step.Call.SourceTree is { } tree && IsConditional(tree.GetRoot(cancellation).FindNode(step.Call.SourceSpan, getInnermostNodeForTie: true)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsConditional(Microsoft.CodeAnalysis.SyntaxNode call)
    {
        for (var (current, parent) = (call, call.Parent); parent is not null and not MemberDeclarationSyntax and not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax; (current, parent) = (parent, parent.Parent))
        {
            if (parent is IfStatementSyntax @if && @if.Condition != current
                || parent is ConditionalExpressionSyntax conditional && conditional.Condition != current
                || parent is SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax)
            {
                return true;
            }
        }

        return false;
    }
}
