using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH3001_RentedArrayNotReturned;

/// <summary>The rest of the block moves into a <c>try</c>, line by line, so that comments and layout stay; Returns that stood there move to its <c>finally</c>.</summary>
internal static class ReturnInFinally
{
    public static bool TryApply(SinkContext context, LocalDeclarationStatementSyntax declaration, ExpressionSyntax pool)
    {
        var variable = declaration.Declaration.Variables[0];
        if (declaration.Parent is not BlockSyntax block
            || !HasLinesOfItsOwn(context, declaration, block)
            || !IsStable(context, pool)
            || IsReassigned(context, variable)
            || Returns(context, variable, block) is not { } returns)
        {
            return false;
        }

        var text = returns.Count > 0 ? returns[0].ToString() : $"{pool}.Return({variable.Identifier.Text});";
        var unit = context.Layout.IndentUnit;
        var outer = context.Layout.IndentationOf(declaration);
        var newLine = context.Layout.NewLine;
        var source = block.SyntaxTree.GetText(context.Cancellation);
        var end = source.Lines.GetLineFromPosition(block.CloseBraceToken.SpanStart).Start;
        var line = source.Lines.GetLineFromPosition(declaration.Span.End).LineNumber + 1;
        while (context.Layout.IsBlank(line))
        {
            line++;
        }

        var first = source.Lines[line].Start;
        var removed = returns.Select(statement => context.Layout.Without(statement)).ToList();
        context.Rewrite.Insert(context.Document, first, $"{outer}try{newLine}{outer}{{{newLine}");
        for (; source.Lines[line].Start < end; line++)
        {
            var start = source.Lines[line].Start;
            if (!context.Layout.IsBlank(line) && !removed.Exists(change => change.Span.Contains(start)))
            {
                context.Rewrite.Insert(context.Document, start, unit);
            }
        }

        foreach (var change in removed)
        {
            context.Rewrite.Add(context.Document, change);
        }

        context.Rewrite.Insert(context.Document, end, $"{outer}}}{newLine}{outer}finally{newLine}{outer}{{{newLine}{outer}{unit}{text}{newLine}{outer}}}{newLine}");
        return true;
    }

    /// <summary>Whole lines are indented: every statement has its own, and none is the inside of a text that spans lines.</summary>
    private static bool HasLinesOfItsOwn(SinkContext context, LocalDeclarationStatementSyntax declaration, BlockSyntax block)
    {
        var index = block.Statements.IndexOf(declaration);
        var lines = block.SyntaxTree.GetText(context.Cancellation).Lines;
        return index + 1 < block.Statements.Count
            && context.Layout.StartsItsLine(declaration)
            && lines.GetLineFromPosition(block.CloseBraceToken.SpanStart) is var closing
            && string.IsNullOrWhiteSpace(closing.Text!.ToString(TextSpan.FromBounds(closing.Start, block.CloseBraceToken.SpanStart)))
            && block.Statements.Skip(index + 1).All(statement => context.Layout.StartsItsLine(statement)
                && statement is not (LocalFunctionStatementSyntax or LabeledStatementSyntax)
                && !statement.ContainsDirectives
                && !statement.DescendantTokens().Any(token => token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken) || token.IsKind(SyntaxKind.InterpolatedStringStartToken)
                    ? token.Text.IndexOf('\n') >= 0
                    : token.ValueText.IndexOf('\n') >= 0));
    }

    /// <summary>Naming the pool again names the same pool.</summary>
    private static bool IsStable(SinkContext context, ExpressionSyntax pool) => context.Model.GetSymbolInfo(pool, context.Cancellation).Symbol switch
    {
        IPropertySymbol { Name: "Shared", IsStatic: true } => true,
        IFieldSymbol { IsReadOnly: true } => pool is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or IdentifierNameSyntax },
        IParameterSymbol or ILocalSymbol => !IsAssigned(context, pool.ToString(), pool),
        _ => false,
    };

    private static bool IsReassigned(SinkContext context, VariableDeclaratorSyntax variable) => IsAssigned(context, variable.Identifier.ValueText, variable);

    private static bool IsAssigned(SinkContext context, string name, SyntaxNode inside) =>
        (Surroundings.Function(inside) ?? inside.SyntaxTree.GetRoot(context.Cancellation)).DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } => left.Identifier.ValueText == name,
            ArgumentSyntax { Expression: IdentifierNameSyntax argument } by => argument.Identifier.ValueText == name && !by.RefKindKeyword.IsKind(SyntaxKind.None),
            _ => false,
        });

    /// <summary>The statements that return the array today, all alike and each on its own lines; null where one of them is anything else.</summary>
    private static List<StatementSyntax>? Returns(SinkContext context, VariableDeclaratorSyntax variable, BlockSyntax block)
    {
        var returns = new List<StatementSyntax>();
        foreach (var use in LocalUse.Uses(context, variable))
        {
            if (use.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Return" } } call })
            {
                continue;
            }

            if (call.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax } statement
                || !context.Layout.StartsItsLine(statement)
                || statement.GetTrailingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
                || (returns.Count > 0 && returns[0].ToString() != statement.ToString())
                || call.ArgumentList.Arguments.Skip(1).Any(argument => argument.Expression is not LiteralExpressionSyntax))
            {
                return null;
            }

            returns.Add(statement);
        }

        return returns;
    }
}
