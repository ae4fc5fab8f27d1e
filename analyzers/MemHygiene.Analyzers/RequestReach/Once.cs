using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>Calls that run once because a flag or field beside them says so: <c>if (!_ready) { Load(); _ready = true; }</c>, <c>if (_ready) return; Load();</c></summary>
internal static class Once
{
    public static bool Guards(IOperation operation, Frame frame)
    {
        // What is made there for one use only is still made: only a call that stands alone, for its effect, is a matter of the guard.
        if (operation is not IInvocationOperation || !IsStatement(operation))
        {
            return false;
        }

        for (IOperation current = operation, parent = operation.Parent!; parent is not null && current != frame.Function; current = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case IConditionalOperation conditional when conditional.Condition != current && AsksState(conditional.Condition, frame):
                case IBlockOperation block when LeavesEarly(block, current, frame):
                    return true;
            }
        }

        return false;
    }

    private static bool IsStatement(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IAwaitOperation or IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "Wait" })
        {
            parent = parent.Parent;
        }

        return parent is IExpressionStatementOperation;
    }

    private static bool LeavesEarly(IBlockOperation block, IOperation current, Frame frame)
    {
        foreach (var statement in block.Operations)
        {
            if (statement == current)
            {
                return false;
            }

            if (statement is IConditionalOperation guard && Leaves(guard.WhenTrue) && AsksState(guard.Condition, frame))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Leaves(IOperation statement) => statement is IReturnOperation || (statement is IBlockOperation { Operations: var operations } && operations.Any(Leaves));

    private static bool AsksState(IOperation condition, Frame frame)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            if (IsOwnState(operation) && SharedState.Place(operation, frame) is not null)
            {
                return true;
            }
        }

        return false;
    }

    // A setting of somebody else's (_options.Enabled) asks for something else than whether it was done already.
    private static bool IsOwnState(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false } } field => IsOwn(field, field.Instance, field.Field),
        IPropertyReferenceOperation { Property: { IsReadOnly: false, IsIndexer: false } } property => IsOwn(property, property.Instance, property.Property),
        _ => false,
    };

    private static bool IsOwn(IOperation reference, IOperation? instance, ISymbol member) =>
        instance is IInstanceReferenceOperation
        || (member.IsStatic && SymbolEqualityComparer.Default.Equals(member.ContainingType, reference.SemanticModel?.GetEnclosingSymbol(reference.Syntax.SpanStart)?.ContainingType));
}
