using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>
/// Code that runs once because a flag or field beside it says so (<c>if (!_ready) { Load(); _ready = true; }</c>, <c>if (_ready) return; Load(); _ready = true;</c>), or
/// only where a shared collection does not have it yet (<c>if (pool.TryTake(out var one)) return one;</c>).
/// </summary>
internal static class Once
{
    public static bool Guards(IOperation operation, Frame frame)
    {
        // A value that is made under a flag may still be made for this one use; a call that stands alone, for its effect, is what the flag is about.
        var isStatement = operation is IInvocationOperation && IsStatement(operation);
        for (IOperation current = operation, parent = operation.Parent!; parent is not null && current != frame.Function; current = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case IConditionalOperation conditional when conditional.Condition != current && IsAboutState(conditional.Condition, current, frame, isStatement):
                case IConditionalOperation missing when missing.WhenTrue == current && missing.Condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var found } && Finds(found, frame):
                case IConditionalOperation other when other.WhenFalse == current && Finds(other.Condition, frame):
                case IBlockOperation block when LeavesEarly(block, current, frame, isStatement):
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

    private static bool LeavesEarly(IBlockOperation block, IOperation current, Frame frame, bool isStatement)
    {
        foreach (var statement in block.Operations)
        {
            if (statement == current)
            {
                return false;
            }

            if (statement is IConditionalOperation guard && Leaves(guard.WhenTrue) && (IsAboutState(guard.Condition, block, frame, isStatement) || Finds(guard.Condition, frame)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Leaves(IOperation statement) => statement is IReturnOperation || (statement is IBlockOperation { Operations: var operations } && operations.Any(Leaves));

    // A collection keeps what it has; a cache that forgets (IMemoryCache) asks for it again and again.
    private static bool Finds(IOperation condition, Frame frame) =>
        condition is IInvocationOperation { TargetMethod: { Name: "TryGetValue" or "TryDequeue" or "TryTake" or "TryPop" or "ContainsKey" } asked } call
        && IsCollection(asked.ContainingType)
        && SharedState.Holder(SharedState.Receiver(call), frame) is not null;

    private static bool IsCollection(INamedTypeSymbol? type) =>
        type?.ContainingNamespace is { } space
        && (space.Is("System.Collections.Generic") || space.Is("System.Collections.Concurrent") || space.Is("System.Collections.Immutable"));

    /// <summary>The condition asks for state that the code under it sets, or the code is a statement of its own, which the condition is about.</summary>
    private static bool IsAboutState(IOperation condition, IOperation code, Frame frame, bool isStatement)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            if (IsOwnState(operation) && SharedState.Place(operation, frame) is { } state && (Sets(code, state, frame) || (isStatement && Flags.ChangeLater(state))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Sets(IOperation code, ISymbol state, Frame frame) => code.DescendantsAndSelf().Any(operation =>
        operation is IAssignmentOperation { Target: var target } && SymbolEqualityComparer.Default.Equals(SharedState.Place(target, frame), state));

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
