using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>A place for a new statement before the one that an expression belongs to. An expression body becomes a block.</summary>
internal sealed class StatementAround
{
    private readonly StatementSyntax? _statement;
    private readonly ExpressionSyntax? _body;

    private StatementAround(StatementSyntax? statement, ExpressionSyntax? body)
    {
        _statement = statement;
        _body = body;
    }

    public static StatementAround? Find(ExpressionSyntax expression)
    {
        foreach (var node in expression.Ancestors())
        {
            switch (node)
            {
                case LambdaExpressionSyntax { Body: ExpressionSyntax body }:
                    return new StatementAround(null, body);
                case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax } arrow:
                    return new StatementAround(null, arrow.Expression);
                case StatementSyntax { Parent: BlockSyntax } statement:
                    return new StatementAround(statement, null);
                case StatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax:
                    return null;
            }
        }

        return null;
    }

    public void InsertBefore(SinkContext context, string code)
    {
        if (_statement is not null)
        {
            context.Rewrite.Add(context.Document, context.Layout.LineBefore(_statement, code));
            return;
        }

        var body = _body!;
        var owner = body.Parent is ArrowExpressionClauseSyntax arrow ? arrow.Parent! : body.Parent!;
        var layout = context.Layout;
        var outer = layout.NewLine + layout.IndentationOf(owner);
        var inner = outer + layout.IndentUnit;
        var before = body.GetFirstToken().GetPreviousToken();
        var start = owner is LambdaExpressionSyntax ? before.Span.End : before.GetPreviousToken().Span.End;
        var keyword = ReturnsNothing(context, owner) ? "" : "return ";
        context.Rewrite.Replace(context.Document, TextSpan.FromBounds(start, body.SpanStart), $"{outer}{{{inner}{code}{inner}{keyword}");
        if (owner is LambdaExpressionSyntax)
        {
            context.Rewrite.Insert(context.Document, body.Span.End, $";{outer}}}");
        }
        else
        {
            context.Rewrite.Insert(context.Document, owner.GetLastToken().Span.End, $"{outer}}}");
        }
    }

    private static bool ReturnsNothing(SinkContext context, SyntaxNode owner)
    {
        var function = owner is LambdaExpressionSyntax
            ? context.Model.GetSymbolInfo(owner, context.Cancellation).Symbol as IMethodSymbol
            : context.Model.GetDeclaredSymbol(owner, context.Cancellation) as IMethodSymbol;
        return function is { ReturnsVoid: true } or { IsAsync: true, ReturnType: INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0 } };
    }
}
