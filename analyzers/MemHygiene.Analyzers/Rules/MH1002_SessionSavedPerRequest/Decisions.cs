using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1002_SessionSavedPerRequest;

/// <summary>Whether something between the entry point and a session write decides if it happens.</summary>
internal static class Decisions
{
    public static bool Decide(IOperation write, Frame frame)
    {
        var scope = SharedState.Scope(write, frame);
        for (IOperation current = write, parent = write.Parent!; parent is not null && current != frame.Function; current = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case IConditionalOperation conditional when conditional.Condition != current && !AsksForSession(conditional.Condition):
                case ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation:
                case ICoalesceOperation coalesce when coalesce.Value != current:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } binary when binary.RightOperand == current:
                    return true;
                case IBlockOperation block when LeavesEarly(block, current, scope):
                    return true;
            }
        }

        return false;
    }

    /// <summary>A GET that only redirects is a command: log in, choose a language. A commit before one redirect among other answers has a reason too: the next request comes at once.</summary>
    public static bool AnswersWithRedirect(IOperation write, Frame frame, bool always)
    {
        var any = false;
        foreach (var operation in SharedState.Scope(write, frame).Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod: { Name: "Redirect", ContainingType.Name: "HttpResponse" } })
            {
                return true;
            }

            if (operation is IReturnOperation { ReturnedValue: { } value })
            {
                var isRedirect = IsRedirect(value);
                if (isRedirect != always)
                {
                    return isRedirect;
                }

                any |= isRedirect;
            }
        }

        return any;
    }

    private static bool IsRedirect(IOperation value) => value switch
    {
        IConversionOperation conversion => IsRedirect(conversion.Operand),
        IInvocationOperation { TargetMethod.Name: var name } => name.Contains("Redirect") || name is "Challenge" or "SignOut" or "SignIn",
        IObjectCreationOperation { Type.Name: var name } => name.Contains("Redirect"),
        _ => false,
    };

    // Whether there is a session at all is no decision about writing it.
    private static bool AsksForSession(IOperation condition) => condition switch
    {
        IPropertyReferenceOperation { Property.Name: "IsAvailable" } => true,
        IIsPatternOperation pattern => IsSession(pattern.Value.Type),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals or BinaryOperatorKind.Equals } binary => IsSession(binary.LeftOperand.Type) || IsSession(Unconverted(binary.LeftOperand).Type),
        _ => false,
    };

    private static bool IsSession(ITypeSymbol? type) => type is { Name: "ISession" or "ISessionFeature" or "HttpContext" };

    // An earlier sibling that looks at the session and may leave: the usual guard clause.
    private static bool LeavesEarly(IBlockOperation block, IOperation current, IOperation scope)
    {
        foreach (var statement in block.Operations)
        {
            if (statement == current)
            {
                return false;
            }

            if (statement is IConditionalOperation guard
                && guard.Descendants().Any(operation => operation is IReturnOperation or IBranchOperation or IThrowOperation)
                && ReadsSession(guard.Condition, scope, depth: 3))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ReadsSession(IOperation condition, IOperation scope, int depth) => condition.DescendantsAndSelf().Any(operation => operation switch
    {
        IInvocationOperation call => call.Type is not null && IsSession(SharedState.Receiver(call)?.Type),
        ILocalReferenceOperation { Local: var local } => depth > 0 && SharedState.ValuesOf(local, scope).Any(value => ReadsSession(value, scope, depth - 1)),
        _ => false,
    });

    private static IOperation Unconverted(IOperation value) => value is IConversionOperation { Operand: var operand } ? Unconverted(operand) : value;
}
