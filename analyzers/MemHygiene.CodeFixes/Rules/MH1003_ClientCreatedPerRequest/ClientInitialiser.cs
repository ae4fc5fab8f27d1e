using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>A factory's result takes no object initialiser: <c>{ Timeout = … }</c> becomes statements behind the local's declaration.</summary>
internal static class ClientInitialiser
{
    /// <summary>True where there is nothing to unfold, too.</summary>
    public static bool TryUnfold(SinkContext context, BaseObjectCreationExpressionSyntax creation)
    {
        if (creation.Initializer is not { Expressions.Count: > 0 } initialiser)
        {
            return true;
        }

        if (creation.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } variable }
            || initialiser.DescendantTrivia().Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            || !initialiser.Expressions.All(IsPlainAssignment))
        {
            return false;
        }

        var statements = initialiser.Expressions.Select(assignment => $"{variable.Identifier.Text}.{assignment.ToString()};");
        var layout = context.Layout;
        switch (declaration.Parent)
        {
            case LocalDeclarationStatementSyntax { Parent: BlockSyntax } local:
                context.Rewrite.Add(context.Document, layout.LineAfter(local, string.Join(layout.NewLine + layout.IndentationOf(local), statements)));
                return true;
            case UsingStatementSyntax { Statement: BlockSyntax block } statement:
                var line = layout.NewLine + layout.IndentationOf(statement) + layout.IndentUnit;
                context.Rewrite.Add(context.Document, new TextChange(new TextSpan(block.OpenBraceToken.Span.End, 0), line + string.Join(line, statements)));
                return true;
            default:
                return false;
        }
    }

    private static bool IsPlainAssignment(ExpressionSyntax expression) =>
        expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax, Right: not InitializerExpressionSyntax } assignment
        && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression);
}
