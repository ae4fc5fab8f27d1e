using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>What a sink made for the request outlives it from now on: another expression takes its place, and the <c>using</c> around it goes.</summary>
internal static class SharedValue
{
    /// <param name="context">The sink.</param>
    /// <param name="variable">The local that holds what it makes; null where that is used on the spot.</param>
    /// <param name="replace">Takes the new expression.</param>
    public static bool TryReplace(SinkContext context, VariableDeclaratorSyntax? variable, out Action<string> replace)
    {
        replace = value => context.Rewrite.Replace(context.Document, context.Sink.Span, value);
        switch (variable?.Parent?.Parent)
        {
            case LocalDeclarationStatementSyntax local:
                context.Rewrite.Replace(context.Document, TextSpan.FromBounds(local.SpanStart, local.Declaration.SpanStart), "");
                return true;
            case UsingStatementSyntax { Statement: BlockSyntax block } statement:
                replace = value =>
                {
                    BlockVariable.MoveInside(context, statement, block, context.Sink, value);
                    context.Rewrite.Replace(context.Document, TextSpan.FromBounds(statement.SpanStart, block.OpenBraceToken.SpanStart), "");
                };
                return true;
            default:
                return variable is null;
        }
    }
}
