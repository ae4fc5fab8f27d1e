using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>What the code around an expression allows.</summary>
internal static class Surroundings
{
    public static SyntaxNode? Function(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax);

    public static bool CanAwait(SyntaxNode node)
    {
        var function = Function(node);
        var isAsync = function switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            _ => false,
        };
        return isAsync && !node.Ancestors().TakeWhile(ancestor => ancestor != function).Any(ancestor => ancestor is LockStatementSyntax or UnsafeStatementSyntax);
    }

    /// <summary>The name of a cancellation token that is a parameter of the code around; empty where there is none.</summary>
    public static string CancellationToken(SinkContext context)
    {
        var inScope = context.Model.LookupSymbols(context.Sink.SpanStart).OfType<IParameterSymbol>();
        return inScope.FirstOrDefault(parameter => parameter.Type is { Name: "CancellationToken", ContainingNamespace.Name: "Threading" })?.Name ?? "";
    }

    /// <summary>The expression with the <c>await</c> and <c>ConfigureAwait</c> around it.</summary>
    public static ExpressionSyntax Awaited(ExpressionSyntax expression)
    {
        var task = expression.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured }
            ? configured
            : expression;
        return task.Parent is AwaitExpressionSyntax await ? await : expression;
    }
}
