using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>Tells a flag that remembers what was done from a setting, which keeps the value that it was given at the start.</summary>
internal static class Flags
{
    /// <summary>Code of the same type, its constructors apart, gives the field or property a value.</summary>
    public static bool ChangeLater(ISymbol state)
    {
        foreach (var declaration in state.ContainingType.DeclaringSyntaxReferences)
        {
            if (declaration.GetSyntax() is TypeDeclarationSyntax type && type.Members.Any(member => member is not ConstructorDeclarationSyntax && member.DescendantNodes().Any(node => Sets(node, state.Name))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Sets(SyntaxNode node, string name) => node switch
    {
        AssignmentExpressionSyntax assignment => CandidateUse.LastName(assignment.Left) == name && assignment.Parent is not InitializerExpressionSyntax,
        ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } argument => CandidateUse.LastName(argument.Expression) == name,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression, Operand: var operand } => CandidateUse.LastName(operand) == name,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression, Operand: var operand } => CandidateUse.LastName(operand) == name,
        _ => false,
    };
}
