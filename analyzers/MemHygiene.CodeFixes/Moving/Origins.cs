using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Moving;

/// <summary>The one expression that a variable always has as its value: its initialiser, or the only assignment in the only constructor.</summary>
internal static class Origins
{
    public static ExpressionSyntax? Find(SemanticModel model, ISymbol symbol, CancellationToken cancellation)
    {
        var declaration = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        if (declaration is null || declaration.SyntaxTree != model.SyntaxTree)
        {
            return null;
        }

        return symbol switch
        {
            ILocalSymbol { IsConst: false, RefKind: RefKind.None } when declaration is VariableDeclaratorSyntax { Initializer.Value: var value } local
                => IsWritten(model, symbol, Scope(local), cancellation) ? null : value,
            IFieldSymbol { IsReadOnly: true } field when declaration is VariableDeclaratorSyntax variable
                => OfMember(model, field, variable.Initializer?.Value, cancellation),
            IPropertySymbol { IsReadOnly: true } property when declaration is PropertyDeclarationSyntax { ExpressionBody.Expression: var body }
                => property.IsVirtual || property.IsOverride ? null : body,
            IPropertySymbol { IsReadOnly: true } property when declaration is PropertyDeclarationSyntax { AccessorList: not null } auto && IsAuto(auto)
                => OfMember(model, property, auto.Initializer?.Value, cancellation),
            _ => null,
        };
    }

    private static SyntaxNode Scope(VariableDeclaratorSyntax local) =>
        local.Ancestors().First(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax
            or LocalFunctionStatementSyntax or CompilationUnitSyntax);

    private static bool IsAuto(PropertyDeclarationSyntax property) =>
        property.AccessorList!.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null);

    private static ExpressionSyntax? OfMember(SemanticModel model, ISymbol member, ExpressionSyntax? initialiser, CancellationToken cancellation)
    {
        var type = member.ContainingType;
        if (type.DeclaringSyntaxReferences.Length != 1)
        {
            return null;
        }

        var written = Writes(model, member, type.DeclaringSyntaxReferences[0].GetSyntax(cancellation), cancellation).ToList();
        if (initialiser is not null)
        {
            return written.Count == 0 ? initialiser : null;
        }

        return written.Count == 1
            && written[0].FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { } assignment
            && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
            && assignment.Left.Span.Contains(written[0].Span)
            && IsConstructorsOwn(assignment)
            ? assignment.Right
            : null;
    }

    private static bool IsConstructorsOwn(AssignmentExpressionSyntax assignment) => assignment.Parent switch
    {
        ExpressionStatementSyntax { Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax } } => true,
        ArrowExpressionClauseSyntax { Parent: ConstructorDeclarationSyntax } => true,
        _ => false,
    };

    private static bool IsWritten(SemanticModel model, ISymbol symbol, SyntaxNode scope, CancellationToken cancellation) =>
        Writes(model, symbol, scope, cancellation).Any();

    private static IEnumerable<IdentifierNameSyntax> Writes(SemanticModel model, ISymbol symbol, SyntaxNode scope, CancellationToken cancellation) =>
        from name in scope.DescendantNodes().OfType<IdentifierNameSyntax>()
        where name.Identifier.ValueText == symbol.Name
        let target = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name
        where target.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target
            || target.Parent is ArgumentSyntax argument && !argument.RefKindKeyword.IsKind(SyntaxKind.None)
            || target.Parent is PostfixUnaryExpressionSyntax postfix && !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression)
            || target.Parent is PrefixUnaryExpressionSyntax
        where SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, symbol)
        select name;
}
