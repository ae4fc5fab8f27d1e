using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1008_CollectPerRequest;

/// <summary>Which calls of <c>GC.Collect</c> count.</summary>
internal static class Collections
{
    /// <summary><c>GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect();</c> is one finding, reported at the first call.</summary>
    public static bool FollowsAnother(IInvocationOperation call)
    {
        if (call.Parent is not IExpressionStatementOperation { Parent: IBlockOperation block } statement)
        {
            return false;
        }

        var follows = false;
        foreach (var sibling in block.Operations)
        {
            if (sibling == statement)
            {
                return follows;
            }

            follows = Concerns(sibling) && (follows || IsCollect(sibling));
        }

        return false;
    }

    /// <summary>
    /// Something other than the request decides: a counter or a time that all requests share, or an exception. A reading of the memory is no such thing: once it is
    /// high, it is high for every request.
    /// </summary>
    public static bool AreRare(IOperation call, Frame frame)
    {
        var scope = SharedState.Scope(call, frame);
        for (IOperation current = call, parent = call.Parent!; parent is not null && current != scope; current = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case ICatchClauseOperation:
                case IConditionalOperation conditional when conditional.Condition != current && AsksSharedState(conditional.Condition, scope, frame, depth: 3):
                    return true;
            }
        }

        return false;
    }

    private static bool AsksSharedState(IOperation question, IOperation scope, Frame frame, int depth) => question.DescendantsAndSelf().Any(part => part switch
    {
        IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false } } field => SharedState.Place(field, frame) is not null,
        ILocalReferenceOperation { Local: var local } reference => SharedState.Place(reference, frame) is not null
            || (depth > 0 && SharedState.ValuesOf(local, scope).Any(value => AsksSharedState(value, scope, frame, depth - 1))),
        _ => false,
    });

    private static bool Concerns(IOperation statement) => statement is IExpressionStatementOperation { Operation: var operation } && operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Collect" or "WaitForPendingFinalizers" } method } => method.ContainingType.Is("System", "GC"),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "LargeObjectHeapCompactionMode" } property } } => property.ContainingType.Is("System.Runtime", "GCSettings"),
        _ => false,
    };

    private static bool IsCollect(IOperation statement) => statement is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "Collect" } };
}
