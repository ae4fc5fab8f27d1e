using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>The type that code itself states for an expression, read without binding: where a local, a parameter or a member of the type around it is declared with one.</summary>
internal static class StatedType
{
    /// <summary>The type's name as it is written, or null where the code leaves it to be inferred.</summary>
    public static TypeSyntax? Of(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => Of(inner),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var operand } => Of(operand),
        AwaitExpressionSyntax => null,
        ObjectCreationExpressionSyntax { Type: var type } => type,
        CastExpressionSyntax { Type: var type } => type,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => OfMember(name.Identifier.ValueText, name),
        IdentifierNameSyntax { Identifier.ValueText: var name } => OfVariable(name, expression),
        _ => null,
    };

    private static TypeSyntax? OfVariable(string name, SyntaxNode use)
    {
        for (var node = use.Parent; node is not null; node = node.Parent)
        {
            var (isDeclared, type) = node switch
            {
                BlockSyntax block => InStatements(block.Statements, name),
                SwitchSectionSyntax section => InStatements(section.Statements, name),
                ForEachStatementSyntax each when each.Identifier.ValueText == name => (true, Stated(each.Type, null)),
                ForStatementSyntax { Declaration: { } declaration } => InDeclaration(declaration, name),
                UsingStatementSyntax { Declaration: { } declaration } => InDeclaration(declaration, name),
                CatchClauseSyntax { Declaration: { } caught } when caught.Identifier.ValueText == name => (true, caught.Type),
                SimpleLambdaExpressionSyntax lambda when lambda.Parameter.Identifier.ValueText == name => (true, null),
                ParenthesizedLambdaExpressionSyntax lambda => InParameters(lambda.ParameterList, name),
                AnonymousMethodExpressionSyntax method => InParameters(method.ParameterList, name),
                LocalFunctionStatementSyntax function => InParameters(function.ParameterList, name),
                BaseMethodDeclarationSyntax method => InParameters(method.ParameterList, name),
                _ => default,
            };
            if (isDeclared)
            {
                return type;
            }

            // Out here the name is a member's, unless a pattern, a query or an out argument on the way has declared it, as names like these never are.
            if (node is MemberDeclarationSyntax and not GlobalStatementSyntax)
            {
                return name.Length > 0 && (name[0] == '_' || char.IsUpper(name[0])) ? OfMember(name, node) : null;
            }
        }

        return null;
    }

    private static TypeSyntax? OfMember(string name, SyntaxNode use)
    {
        if (use.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } owner)
        {
            return null;
        }

        foreach (var member in owner.Members)
        {
            switch (member)
            {
                case FieldDeclarationSyntax { Declaration: var declaration } when InDeclaration(declaration, name) is (true, var type):
                    return type;
                case PropertyDeclarationSyntax property when property.Identifier.ValueText == name:
                    return property.Type;
            }
        }

        return null;
    }

    private static (bool IsDeclared, TypeSyntax? Type) InStatements(SyntaxList<StatementSyntax> statements, string name)
    {
        foreach (var statement in statements)
        {
            if (statement is LocalDeclarationStatementSyntax { Declaration: var declaration } && InDeclaration(declaration, name) is (true, var type))
            {
                return (true, type);
            }
        }

        return default;
    }

    private static (bool IsDeclared, TypeSyntax? Type) InDeclaration(VariableDeclarationSyntax declaration, string name)
    {
        foreach (var variable in declaration.Variables)
        {
            if (variable.Identifier.ValueText == name)
            {
                return (true, Stated(declaration.Type, variable.Initializer?.Value));
            }
        }

        return default;
    }

    private static (bool IsDeclared, TypeSyntax? Type) InParameters(ParameterListSyntax? parameters, string name)
    {
        foreach (var parameter in parameters?.Parameters ?? default)
        {
            if (parameter.Identifier.ValueText == name)
            {
                return (true, parameter.Type);
            }
        }

        return default;
    }

    private static TypeSyntax? Stated(TypeSyntax declared, ExpressionSyntax? value) => !declared.IsVar ? declared : value switch
    {
        ObjectCreationExpressionSyntax { Type: var type } => type,
        CastExpressionSyntax { Type: var type } => type,
        _ => null,
    };
}
