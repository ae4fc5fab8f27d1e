using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>The variable of a <c>using (…)</c> becomes the first local of its block.</summary>
internal static class BlockVariable
{
    public static void MoveInside(SinkContext context, UsingStatementSyntax statement, BlockSyntax block, ExpressionSyntax value, string newValue)
    {
        var declaration = statement.Declaration!;
        var text = declaration.ToString();
        var start = value.SpanStart - declaration.SpanStart;
        var code = text.Substring(0, start) + newValue + text.Substring(start + value.Span.Length) + ";";
        var indent = context.Layout.IndentationOf(statement) + context.Layout.IndentUnit;
        context.Rewrite.Add(context.Document, new TextChange(new TextSpan(block.OpenBraceToken.Span.End, 0), context.Layout.NewLine + indent + code));
    }
}
