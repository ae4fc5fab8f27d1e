using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Injection;

/// <summary>The field of a constructor parameter and the statement that assigns it: where the field of the service before it belongs.</summary>
internal sealed record NeighbourField(FieldDeclarationSyntax Field, ExpressionStatementSyntax Assignment)
{
    public static NeighbourField? Find(ConstructorDeclarationSyntax constructor, ParameterSyntax? parameter)
    {
        var name = parameter?.Identifier.ValueText;
        var assignment = constructor.Body?.Statements
            .OfType<ExpressionStatementSyntax>()
            .FirstOrDefault(statement => statement.Expression is AssignmentExpressionSyntax { Right: IdentifierNameSyntax value } && value.Identifier.ValueText == name);
        var field = assignment is null ? null : FieldOf((AssignmentExpressionSyntax)assignment.Expression);
        var declaration = ((TypeDeclarationSyntax)constructor.Parent!).Members
            .OfType<FieldDeclarationSyntax>()
            .FirstOrDefault(candidate => candidate.Declaration.Variables.Any(variable => variable.Identifier.ValueText == field));
        return declaration is null ? null : new NeighbourField(declaration, assignment!);
    }

    private static string FieldOf(AssignmentExpressionSyntax assignment) =>
        (assignment.Left is MemberAccessExpressionSyntax access ? access.Name : assignment.Left).ToString();
}
