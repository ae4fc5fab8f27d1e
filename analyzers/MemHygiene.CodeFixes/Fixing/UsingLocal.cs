using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>Makes the declaration of a local a <c>using</c> declaration. Whether what hangs on it may die with its block is the rule's question.</summary>
internal static class UsingLocal
{
    /// <summary>The declaration whose one variable starts with the sink's value.</summary>
    public static LocalDeclarationStatementSyntax? Declared(SinkContext context)
    {
        SyntaxNode value = Surroundings.Awaited(context.Sink);
        while (value.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax)
        {
            value = value.Parent;
        }

        return value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax local } } }
            ? local
            : null;
    }

    public static bool TryApply(SinkContext context, LocalDeclarationStatementSyntax local)
    {
        if (!local.UsingKeyword.IsKind(SyntaxKind.None) || local.Parent is not (BlockSyntax or GlobalStatementSyntax))
        {
            return false;
        }

        context.Rewrite.Insert(context.Document, local.SpanStart, "using ");
        return true;
    }
}
