using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>What a sink makes and what stays in the request, so that one that is shared can take its place.</summary>
/// <param name="Value">The reported expression with its await: the code that yields the object.</param>
/// <param name="Type">The object's type.</param>
/// <param name="Variable">The local that holds it; null where the model is used on the spot.</param>
internal sealed record MadeValue(ExpressionSyntax Value, INamedTypeSymbol Type, VariableDeclaratorSyntax? Variable)
{
    public bool IsAwaited => Value is AwaitExpressionSyntax;

    public static MadeValue? Of(SinkContext context)
    {
        var value = Surroundings.Awaited(context.Sink);
        if (context.Model.GetTypeInfo(value, context.Cancellation).Type is not INamedTypeSymbol { IsReferenceType: true } type)
        {
            return null;
        }

        return value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } } variable }
                => LocalUse.CanBeShared(context, variable) ? new MadeValue(value, type, variable) : null,
            MemberAccessExpressionSyntax access when !access.Name.Identifier.ValueText.StartsWith("Dispose", StringComparison.Ordinal)
                => new MadeValue(value, type, null),
            ParenthesizedExpressionSyntax { Parent: MemberAccessExpressionSyntax } => new MadeValue(value, type, null),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when !call.Expression.ToString().Contains("Dispose")
                => new MadeValue(value, type, null),
            _ => null,
        };
    }
}
