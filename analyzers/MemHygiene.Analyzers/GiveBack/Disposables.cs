using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.GiveBack;

/// <summary>
/// Whether a body disposes what it makes. In doubt it has handed it on: an argument, a return value, a field or a captured local is somebody
/// else's to dispose.
/// </summary>
internal static class Disposables
{
    /// <param name="made">The operation that makes the disposable, or the task of it.</param>
    /// <param name="local">The local that holds it; null for a temporary.</param>
    public static Fate FateOf(IOperation made, out ILocalSymbol? local)
    {
        var value = Body.Outermost(made);
        local = Body.Local(value, out var isUsing);
        if (value.Type is null || Body.IsTask(value.Type))
        {
            return Fate.HandedOn;
        }

        return isUsing ? Fate.GivenBack : local is null ? OfUse(value) : OfLocal(local, made);
    }

    private static Fate OfLocal(ILocalSymbol local, IOperation made)
    {
        var home = Body.Function(made);
        var fate = Fate.Dropped;
        foreach (var use in Body.UsesOf(local, made))
        {
            var next = Body.Function(use) == home ? OfUse(Body.Outermost(use)) : Fate.HandedOn;
            if (next > fate)
            {
                fate = next;
            }
        }

        return fate;
    }

    private static Fate OfUse(IOperation use)
    {
        switch (use.Parent)
        {
            case IExpressionStatementOperation or IBinaryOperation or IIsTypeOperation or INameOfOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }:
            case IAssignmentOperation assignment when assignment.Target == use:
            case IPropertyReferenceOperation or IFieldReferenceOperation or IEventReferenceOperation:
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var borrower } } when Borrows(borrower):
            case IIsPatternOperation pattern when !Declares(pattern.Pattern):
                return Fate.Dropped;
            case IUsingOperation:
                return Fate.GivenBack;
            case IInvocationOperation call when call.Instance == use:
                return OfCall(call.TargetMethod, use.Type);
            case IConditionalAccessOperation access when access.Operation == use:
                return access.WhenNotNull is IInvocationOperation { Instance: IConditionalAccessInstanceOperation } called ? OfCall(called.TargetMethod, use.Type) : Fate.Dropped;
            default:
                return Body.Local(use, out var isUsing) is not null && isUsing ? Fate.GivenBack : Fate.HandedOn;
        }
    }

    private static Fate OfCall(IMethodSymbol method, ITypeSymbol? type) =>
        method.Name is "Dispose" or "DisposeAsync" or "Close" ? Fate.GivenBack
        // A call that answers with the same type may answer with the same object.
        : SymbolEqualityComparer.Default.Equals(method.ReturnType, type) ? Fate.HandedOn
        : Fate.Dropped;

    /// <summary>The serializer reads a document and keeps nothing of it.</summary>
    private static bool Borrows(IMethodSymbol method) => method.ContainingType is { Name: "JsonSerializer" } type && type.ContainingNamespace.Is("System.Text.Json");

    private static bool Declares(IPatternOperation pattern) =>
        pattern is IDeclarationPatternOperation { DeclaredSymbol: not null } or IRecursivePatternOperation { DeclaredSymbol: not null };
}
