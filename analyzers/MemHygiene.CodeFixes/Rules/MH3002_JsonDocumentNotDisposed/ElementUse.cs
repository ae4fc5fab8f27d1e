using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH3002_JsonDocumentNotDisposed;

/// <summary>
/// An element is a view into its document and dies with it. This looks at every expression that carries one, whichever document it is from, and
/// wants to see where it ends: read on the spot, cloned, or in a local of the same block.
/// </summary>
internal static class ElementUse
{
    private const int MaxDepth = 3;

    public static bool StaysIn(SemanticModel model, SyntaxNode block, CancellationToken cancellation) =>
        StaysIn(model, block is GlobalStatementSyntax ? block.Parent! : block, MaxDepth, cancellation);

    private static bool StaysIn(SemanticModel model, SyntaxNode scope, int depth, CancellationToken cancellation)
    {
        foreach (var expression in scope.DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (expression is not (TypeSyntax and not IdentifierNameSyntax) && IsView(model, expression, cancellation) && !EndsHere(model, scope, expression, depth, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsView(SemanticModel model, ExpressionSyntax expression, CancellationToken cancellation)
    {
        if (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Clone" } } or DeclarationExpressionSyntax
            || model.GetSymbolInfo(expression, cancellation).Symbol is ITypeSymbol or INamespaceSymbol)
        {
            return false;
        }

        var type = model.GetTypeInfo(expression, cancellation).Type;
        return Carries(type) || (expression is InvocationExpressionSyntax call && IsLazyQuery(model, call, cancellation));
    }

    private static bool Carries(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => Carries(array.ElementType),
        INamedTypeSymbol named => (named.Name is "JsonElement" or "JsonProperty" && named.ContainingNamespace?.ToDisplayString() == "System.Text.Json")
            || Carries(named.ContainingType)
            || named.TypeArguments.Any(Carries),
        _ => false,
    };

    /// <summary>A query over elements runs when somebody enumerates it, whatever it selects.</summary>
    private static bool IsLazyQuery(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation) =>
        model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { ContainingType.Name: "Enumerable", ReturnType: INamedTypeSymbol { TypeKind: TypeKind.Interface } }
        && call.Expression is MemberAccessExpressionSyntax access && IsView(model, access.Expression, cancellation);

    private static bool EndsHere(SemanticModel model, SyntaxNode scope, ExpressionSyntax expression, int depth, CancellationToken cancellation)
    {
        switch (expression.Parent)
        {
            case ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or InterpolationSyntax or ForEachStatementSyntax or IsPatternExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax:
            case ConditionalExpressionSyntax or BinaryExpressionSyntax or ConditionalAccessExpressionSyntax or ExpressionStatementSyntax:
            case MemberAccessExpressionSyntax access when access.Expression == expression && !IsMethodGroup(model, access, cancellation):
            case MemberAccessExpressionSyntax named when named.Name == expression:
            case ElementAccessExpressionSyntax element when element.Expression == expression:
            case MemberBindingExpressionSyntax or NameColonSyntax or ExpressionColonSyntax or TypeArgumentListSyntax:
                return true;
            // The expression is the name of what is called; the call itself is looked at on its own.
            case InvocationExpressionSyntax call when call.Expression == expression:
                return true;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } }:
                return true;
            case AssignmentExpressionSyntax assignment:
                return model.GetSymbolInfo(assignment.Left, cancellation).Symbol is ILocalSymbol local
                    && local.DeclaringSyntaxReferences.All(reference => reference.SyntaxTree == scope.SyntaxTree && scope.Span.Contains(reference.Span));
            case LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }:
                return IsQuery(model, call, cancellation);
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument:
                return IsRead(model, call, argument, depth, cancellation);
            default:
                return false;
        }
    }

    private static bool IsMethodGroup(SemanticModel model, MemberAccessExpressionSyntax access, CancellationToken cancellation) =>
        access.Parent is not InvocationExpressionSyntax && model.GetSymbolInfo(access, cancellation).Symbol is IMethodSymbol;

    private static bool IsQuery(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation) =>
        model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { ContainingType.Name: "Enumerable" };

    /// <summary>A method of the same project that keeps no element either, or one of the JSON library's own.</summary>
    private static bool IsRead(SemanticModel model, InvocationExpressionSyntax call, ArgumentSyntax argument, int depth, CancellationToken cancellation)
    {
        if (model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
        {
            return false;
        }

        if (method.ContainingNamespace?.ToDisplayString() == "System.Text.Json")
        {
            return !argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) || argument.Expression is DeclarationExpressionSyntax or IdentifierNameSyntax;
        }

        return depth > 0
            && !method.IsVirtual && !method.IsAbstract && !method.IsOverride
            && argument.RefKindKeyword.IsKind(SyntaxKind.None)
            && !Carries(method.ReturnType)
            && method.DeclaringSyntaxReferences.Length == 1
            && method.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is var declaration
            && declaration is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax
            && !declaration.DescendantNodes().Any(node => node is YieldStatementSyntax)
            && StaysIn(declaration.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(declaration.SyntaxTree), declaration, depth - 1, cancellation);
    }
}
