using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH3002_JsonDocumentNotDisposed;

/// <summary>
/// A document that is read in the expression that parses it gets a <c>using</c> local before the statement: its arrays come from the pool and go
/// back, where an element of its own would be allocated. Only where the document is the first thing that the statement evaluates.
/// </summary>
internal static class DocumentLocal
{
    public static bool TryApply(SinkContext context, ExpressionSyntax document)
    {
        // What is cloned at once is parsed into an element of its own right away.
        if (document.Parent?.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Clone" }
            || Statement(document) is not { } owner
            || StatementAround.Find(context.Sink) is not { } around
            || !ElementUse.StaysIn(context.Model, owner, context.Cancellation))
        {
            return false;
        }

        var value = document is ParenthesizedExpressionSyntax { Expression: var inner } ? inner : document;
        var name = Names.Unique(context.Model, Surroundings.Function(document) ?? document.SyntaxTree.GetRoot(context.Cancellation), "document");
        around.InsertBefore(context, $"using var {name} = {value};");
        context.Rewrite.Replace(context.Document, document.Span, name);
        return true;
    }

    private static SyntaxNode? Statement(ExpressionSyntax document)
    {
        SyntaxNode first = document;
        while (first.Parent is ExpressionSyntax and not AnonymousFunctionExpressionSyntax && first.Parent.SpanStart == document.SpanStart)
        {
            first = first.Parent;
        }

        return first.Parent switch
        {
            ReturnStatementSyntax { Parent: BlockSyntax block } => block,
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } } } } => block,
            ForEachStatementSyntax { Parent: BlockSyntax block } each when each.Expression == first => block,
            IfStatementSyntax { Parent: BlockSyntax block } choice when choice.Condition == first => block,
            ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax } or LambdaExpressionSyntax => first.Parent,
            _ => null,
        };
    }
}
