using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>
/// Code in a request that does its work once all the same: it keeps the result where the next request finds it.
/// State that dies with the request (a controller's own field) keeps nothing.
/// </summary>
internal static class Barriers
{
    private static readonly HashSet<string> CachingMethods = new(StringComparer.Ordinal)
    {
        "GetOrAdd", "GetOrAddAsync", "GetOrCreate", "GetOrCreateAsync", "GetOrSet", "GetOrSetAsync", "AddOrUpdate", "EnsureInitialized", "LazyInitialize",
    };

    public static bool KeepsResult(IOperation operation, Frame frame, ConfiguredMembers configured) =>
        IsInCachedFactory(operation, frame, configured) || IsStoredOnce(operation, frame) || Once.Guards(operation, frame);

    private static bool IsInCachedFactory(IOperation operation, Frame frame, ConfiguredMembers configured)
    {
        if (operation is IMethodReferenceOperation && IsCachedFactory(operation, frame, configured))
        {
            return true;
        }

        for (var current = operation.Parent; current is not null && current != frame.Function; current = current.Parent)
        {
            var cached = current switch
            {
                IAnonymousFunctionOperation lambda => IsCachedFactory(lambda, frame, configured),
                ILocalFunctionOperation local => ReferencesTo(local, frame).Any(reference => IsCachedFactory(reference, frame, configured)),
                _ => false,
            };
            if (cached)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCachedFactory(IOperation function, Frame frame, ConfiguredMembers configured) =>
        DelegateRoots.Outermost(function).Parent is IArgumentOperation argument && argument.Parent switch
        {
            IInvocationOperation call => IsCachingCall(call, frame, configured),
            // A Lazy is as long-lived as what holds it.
            IObjectCreationOperation { Type.Name: "Lazy" or "AsyncLazy" } lazy =>
                IsStoredOnce(lazy, frame) || (DelegateRoots.Outermost(lazy).Parent is IArgumentOperation { Parent: IInvocationOperation call } && IsCachingCall(call, frame, configured)),
            _ => false,
        };

    private static bool IsCachingCall(IInvocationOperation call, Frame frame, ConfiguredMembers configured)
    {
        if (configured.Cache(call.Syntax.SyntaxTree, call.TargetMethod) || IsPrimitive(call.TargetMethod))
        {
            return true;
        }

        if (!CachingMethods.Contains(call.TargetMethod.Name))
        {
            return false;
        }

        return call.Arguments.FirstOrDefault(argument => argument.Parameter?.RefKind == RefKind.Ref) is { } target
            ? SharedState.Place(target.Value, frame) is not null
            : SharedState.Holder(SharedState.Receiver(call), frame) is not null;
    }

    // Our own caches, pools and stores are what the other rules' advice is about.
    private static bool IsPrimitive(IMethodSymbol method)
    {
        var space = method.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "MemHygiene" };
    }

    private static IEnumerable<IOperation> ReferencesTo(ILocalFunctionOperation local, Frame frame) =>
        SharedState.Scope(local, frame).Descendants().Where(operation =>
            operation is IMethodReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, local.Symbol));

    /// <summary>The value ends in shared state, and something looked at that state before it was made.</summary>
    private static bool IsStoredOnce(IOperation value, Frame frame)
    {
        var scope = SharedState.Scope(value, frame);
        foreach (var state in Stores(value, scope, frame, followLocals: true))
        {
            if (IsGuarded(value, state, scope))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<ISymbol> Stores(IOperation value, IOperation scope, Frame frame, bool followLocals)
    {
        for (IOperation current = value, parent = value.Parent!; parent is not null; current = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation:
                case IConditionalOperation conditional when conditional.Condition != current:
                    continue;
                case IAssignmentOperation assignment when assignment.Value == current:
                    if (SharedState.Place(assignment.Target, frame) is { } place)
                    {
                        yield return place;
                    }

                    foreach (var state in OfLocal((assignment.Target as ILocalReferenceOperation)?.Local))
                    {
                        yield return state;
                    }

                    continue;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    foreach (var state in OfLocal(declarator.Symbol))
                    {
                        yield return state;
                    }

                    yield break;
                case IArgumentOperation { Parent: IObjectCreationOperation }:
                case IObjectCreationOperation when current is IArgumentOperation:
                    // What is made around it is kept with it.
                    continue;
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.RefKind == RefKind.Ref) is { } target)
                    {
                        if (SharedState.Place(target.Value, frame) is { } exchanged)
                        {
                            yield return exchanged;
                        }
                    }
                    else if (SharedState.Holder(SharedState.Receiver(call), frame) is { } holder)
                    {
                        yield return holder;
                    }

                    yield break;
                default:
                    yield break;
            }
        }

        IEnumerable<ISymbol> OfLocal(ILocalSymbol? local) => local is null || !followLocals
            ? []
            : scope.Descendants()
                .OfType<ILocalReferenceOperation>()
                .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
                .SelectMany(reference => Stores(reference, scope, frame, followLocals: false));
    }

    private static bool IsGuarded(IOperation value, ISymbol state, IOperation scope)
    {
        foreach (var operation in scope.DescendantsAndSelf())
        {
            var question = operation switch
            {
                IConditionalOperation conditional => conditional.Condition,
                ICoalesceOperation coalesce => coalesce.Value,
                ICoalesceAssignmentOperation coalesce => coalesce.Target,
                IWhileLoopOperation loop => loop.Condition,
                ISwitchOperation @switch => @switch.Value,
                ISwitchExpressionOperation @switch => @switch.Value,
                _ => null,
            };
            if (question is not null && question.Syntax.SpanStart < value.Syntax.SpanStart && Asks(question, state, scope))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Asks(IOperation question, ISymbol state, IOperation scope) =>
        question.DescendantsAndSelf().Any(operation =>
            Refers(operation, state)
            || (operation is ILocalReferenceOperation { Local: var local } && SharedState.ValuesOf(local, scope).Any(value => value.DescendantsAndSelf().Any(part => Refers(part, state)))));

    // A flag beside the field (if (!_loaded) …) is as good a question as the field itself.
    private static bool Refers(IOperation operation, ISymbol state) => operation switch
    {
        IFieldReferenceOperation { Field: var field } => IsOrSitsBeside(field, state),
        IPropertyReferenceOperation { Property: var property } => IsOrSitsBeside(property, state),
        ILocalReferenceOperation { Local: var local } => SymbolEqualityComparer.Default.Equals(local, state),
        IParameterReferenceOperation { Parameter: var parameter } => SymbolEqualityComparer.Default.Equals(parameter, state),
        _ => false,
    };

    private static bool IsOrSitsBeside(ISymbol asked, ISymbol state) =>
        SymbolEqualityComparer.Default.Equals(asked, state)
        || (state is IFieldSymbol or IPropertySymbol && asked.IsStatic == state.IsStatic && asked is IFieldSymbol { IsReadOnly: false, IsConst: false }
            && SymbolEqualityComparer.Default.Equals(asked.ContainingType, state.ContainingType));
}
