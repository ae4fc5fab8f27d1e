using System.Collections.Immutable;
using MemHygiene.Growth;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2001_CollectionOnlyGrows;

/// <summary>What the rest of the code does with a collection. Whatever might take something out of it, or lets others do so, counts as a bound.</summary>
internal static class CollectionUses
{
    private static readonly HashSet<string> TakingOut = new(StringComparer.Ordinal)
    {
        "Remove", "TryRemove", "RemoveAt", "RemoveAll", "RemoveRange", "RemoveWhere", "RemoveFirst", "RemoveLast", "Clear", "TryTake", "Take", "TryDequeue", "Dequeue",
        "TryPop", "TryPopRange", "Pop", "ExceptWith", "IntersectWith", "SymmetricExceptWith",
    };

    public static bool AreBounded(ISymbol collection, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var mention in Mentions.Of(collection, compilation, cancellation))
        {
            if (mention.Operation is { } use && Bounds(use, mention))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Some code asks whether an item is in already.</summary>
    public static bool AreAskedFor(ISymbol collection, Compilation compilation, CancellationToken cancellation) =>
        Mentions.Of(collection, compilation, cancellation).Any(mention => mention.Operation?.Parent is IInvocationOperation { TargetMethod.Name: "Contains" or "Any" or "Exists" or "IndexOf" }
            or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Contains" or "Any" } });

    private static bool Bounds(IOperation use, Mention mention)
    {
        var value = use;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IInvocationOperation call => TakingOut.Contains(call.TargetMethod.Name),
            IPropertyReferenceOperation { Property.Name: "Count" or "Length", Parent: IBinaryOperation comparison } => Compares(comparison) && !IsZero(comparison.LeftOperand) && !IsZero(comparison.RightOperand),
            IPropertyReferenceOperation or IForEachLoopOperation or ILockOperation or INameOfOperation => false,
            IAssignmentOperation assignment when assignment.Target == value => !IsSetUp(assignment, mention),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } } => !OnlyReads(method),
            IMethodReferenceOperation reference => TakingOut.Contains(reference.Method.Name),
            IInterpolationOperation => false,
            _ => true,
        };
    }

    private static bool Compares(IBinaryOperation operation) => operation.Type?.SpecialType == SpecialType.System_Boolean;

    private static bool IsZero(IOperation value) => value.ConstantValue is { HasValue: true, Value: 0 };

    /// <summary>The collection is made where its type is set up. Any other assignment begins a new one, or brings one that others hold too.</summary>
    private static bool IsSetUp(IAssignmentOperation assignment, Mention mention)
    {
        var value = assignment.Value is IConversionOperation { Operand: var operand } ? operand : assignment.Value;
        return value is IObjectCreationOperation && (assignment is ICoalesceAssignmentOperation || mention.Member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor });
    }

    private static bool OnlyReads(IMethodSymbol method) => method.ContainingType is { Name: "Enumerable" or "ParallelEnumerable" or "String" or "JsonSerializer" or "Monitor" or "ImmutableArray" or "FrozenDictionary" or "FrozenSet" };
}
