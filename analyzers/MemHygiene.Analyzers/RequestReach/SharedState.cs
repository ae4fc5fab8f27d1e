using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>What outlives a request, seen from one body.</summary>
internal static class SharedState
{
    /// <summary>The symbol of a place (field, property, captured local) whose value the next request still sees, or null.</summary>
    public static ISymbol? Place(IOperation target, Frame frame) => target switch
    {
        IFieldReferenceOperation { Field.IsStatic: true } field => field.Field,
        IFieldReferenceOperation field when field.Instance is IInstanceReferenceOperation => frame.SharesInstance ? field.Field : null,
        IFieldReferenceOperation field => Holder(field.Instance, frame),
        IPropertyReferenceOperation { Property.IsIndexer: true } property => Holder(property.Instance, frame),
        IPropertyReferenceOperation { Property.IsStatic: true } property => property.Property,
        IPropertyReferenceOperation property when property.Instance is IInstanceReferenceOperation => frame.SharesInstance ? property.Property : null,
        IPropertyReferenceOperation property => Holder(property.Instance, frame),
        IArrayElementReferenceOperation element => Holder(element.ArrayReference, frame),
        ILocalReferenceOperation local => IsCaptured(local.Local, frame) ? local.Local : null,
        _ => null,
    };

    /// <summary>The symbol through which an object that outlives the request is reached (an injected cache, a static dictionary), or null.</summary>
    public static ISymbol? Holder(IOperation? holder, Frame frame)
    {
        if (holder is null || BelongsToRequest(holder.Type))
        {
            return null;
        }

        return holder switch
        {
            IConversionOperation conversion => Holder(conversion.Operand, frame),
            IFieldReferenceOperation { Field.IsStatic: true } field => field.Field,
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => frame.SharesInstance || !IsMadeInPlace(field.Field) ? field.Field : null,
            IFieldReferenceOperation field => Holder(field.Instance, frame),
            IPropertyReferenceOperation { Property.IsStatic: true } property => property.Property,
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property => IsFrameworks(property.Property) ? null : property.Property,
            IPropertyReferenceOperation property => Holder(property.Instance, frame),
            IParameterReferenceOperation parameter => parameter.Parameter,
            ILocalReferenceOperation local when IsCaptured(local.Local, frame) => local.Local,
            ILocalReferenceOperation local => ValuesOf(local.Local, Scope(holder, frame)).Any(value => IsService(value) || Holder(value, frame) is not null) ? local.Local : null,
            _ => null,
        };
    }

    /// <summary>The object that a call is made on, also for extension methods.</summary>
    public static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value : null);

    /// <summary>The body that <paramref name="operation"/> is in.</summary>
    public static IOperation Scope(IOperation operation, Frame frame)
    {
        var scope = operation;
        while (scope != frame.Function && scope.Parent is not null)
        {
            scope = scope.Parent;
        }

        return scope;
    }

    /// <summary>Everything that is put into a local within <paramref name="scope"/>.</summary>
    public static IEnumerable<IOperation> ValuesOf(ILocalSymbol local, IOperation scope)
    {
        foreach (var operation in scope.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local):
                    if (declarator.GetVariableInitializer()?.Value is { } initial)
                    {
                        yield return initial;
                    }

                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, local):
                    yield return assignment.Value;
                    break;
                case IInvocationOperation call when call.Arguments.Any(argument => argument.Parameter?.RefKind == RefKind.Out && IsLocal(argument.Value, local)):
                    yield return call;
                    break;
            }
        }
    }

    private static bool IsLocal(IOperation value, ILocalSymbol local) => value switch
    {
        ILocalReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Local, local),
        IDeclarationExpressionOperation declaration => IsLocal(declaration.Expression, local),
        _ => false,
    };

    private static bool IsCaptured(ILocalSymbol local, Frame frame) =>
        frame.Function?.Syntax is { } function
        && local.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
        && (declaration.SyntaxTree != function.SyntaxTree || !function.Span.Contains(declaration.Span));

    private static bool IsService(IOperation value) =>
        value is IConversionOperation { Operand: var operand } ? IsService(operand) : value is IInvocationOperation { TargetMethod.Name: "GetRequiredService" or "GetService" };

    /// <summary>HttpContext and what hangs on it; a controller's ViewData and the like.</summary>
    private static bool BelongsToRequest(ITypeSymbol? type) => type?.ContainingNamespace is { } space
        && (space.Is("Microsoft.AspNetCore.Http") || space.Is("Microsoft.AspNetCore.Http.Features"));

    private static bool IsFrameworks(ISymbol member) => member.ContainingType.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    private static bool IsMadeInPlace(IFieldSymbol field) =>
        field.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax or CollectionExpressionSyntax });
}
