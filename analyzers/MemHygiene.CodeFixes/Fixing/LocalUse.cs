using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>How a local variable is used: what is shared from now on must not leave the request or be disposed by it.</summary>
internal static class LocalUse
{
    public static bool CanBeShared(SinkContext context, VariableDeclaratorSyntax variable) => Uses(context, variable).All(IsHarmless);

    public static IEnumerable<IdentifierNameSyntax> Uses(SinkContext context, VariableDeclaratorSyntax variable)
    {
        var local = context.Model.GetDeclaredSymbol(variable, context.Cancellation);
        var scope = Surroundings.Function(variable) ?? variable.SyntaxTree.GetRoot(context.Cancellation);
        return scope.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == variable.Identifier.ValueText
                && SymbolEqualityComparer.Default.Equals(context.Model.GetSymbolInfo(name, context.Cancellation).Symbol, local));
    }

    private static bool IsHarmless(IdentifierNameSyntax use)
    {
        SyntaxNode outer = use;
        while (outer.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax)
        {
            outer = outer.Parent;
        }

        return outer.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText is not ("Dispose" or "DisposeAsync"),
            ConditionalAccessExpressionSyntax conditional => !conditional.WhenNotNull.ToString().Contains("Dispose"),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument =>
                argument.RefKindKeyword.IsKind(SyntaxKind.None) && !call.Expression.ToString().Contains("Dispose"),
            ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax } => true,
            ReturnStatementSyntax or YieldStatementSyntax or ArrowExpressionClauseSyntax or AssignmentExpressionSyntax or UsingStatementSyntax or EqualsValueClauseSyntax => false,
            AnonymousFunctionExpressionSyntax or InitializerExpressionSyntax => false,
            _ => true,
        };
    }
}
