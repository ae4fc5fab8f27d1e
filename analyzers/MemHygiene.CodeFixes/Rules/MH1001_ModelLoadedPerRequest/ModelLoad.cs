using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>A load whose result stays in the request, so that a shared model can take its place.</summary>
/// <param name="Value">The reported expression with its await: the code that yields the model.</param>
/// <param name="Model">The type of the model.</param>
/// <param name="Variable">The local that holds it; null where the model is used on the spot.</param>
internal sealed record ModelLoad(ExpressionSyntax Value, INamedTypeSymbol Model, VariableDeclaratorSyntax? Variable)
{
    public bool IsAwaited => Value is AwaitExpressionSyntax;

    public static ModelLoad? Of(SinkContext context)
    {
        var value = Surroundings.Awaited(context.Sink);
        if (context.Model.GetTypeInfo(value, context.Cancellation).Type is not INamedTypeSymbol { IsReferenceType: true } model || !SingleThreaded.Allows(model))
        {
            return null;
        }

        return value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } } variable }
                => LocalUse.CanBeShared(context, variable) ? new ModelLoad(value, model, variable) : null,
            MemberAccessExpressionSyntax access when !access.Name.Identifier.ValueText.StartsWith("Dispose", StringComparison.Ordinal)
                => new ModelLoad(value, model, null),
            ParenthesizedExpressionSyntax { Parent: MemberAccessExpressionSyntax } => new ModelLoad(value, model, null),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when !call.Expression.ToString().Contains("Dispose")
                => new ModelLoad(value, model, null),
            _ => null,
        };
    }
}
