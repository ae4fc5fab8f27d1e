using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.GiveBack;

/// <summary>How a value moves through the body that made it.</summary>
internal static class Body
{
    /// <summary>The value as its consumer gets it: out of its task, through conversions and branches.</summary>
    public static IOperation Outermost(IOperation value)
    {
        while (PassesOn(value))
        {
            value = value.Parent!;
        }

        return value;
    }

    /// <summary>A task is not yet the thing itself: who awaits it is another question.</summary>
    public static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" };

    /// <summary>The local that takes the value, and whether its declaration gives it back (<c>using</c>).</summary>
    public static ILocalSymbol? Local(IOperation value, out bool isUsing)
    {
        isUsing = false;
        switch (value.Parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                isUsing = declarator.Parent?.Parent?.Parent is IUsingOperation or IUsingDeclarationOperation;
                return declarator.Symbol;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target, Parent: IExpressionStatementOperation } assignment when assignment.Value == value:
                return target.Local;
            default:
                return null;
        }
    }

    /// <summary>The uses of a local everywhere in the code around <paramref name="inside"/>, lambdas and local functions included.</summary>
    public static IEnumerable<ILocalReferenceOperation> UsesOf(ILocalSymbol local, IOperation inside)
    {
        foreach (var operation in Root(inside).Descendants())
        {
            if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
            {
                yield return reference;
            }
        }
    }

    /// <summary>The lambda or local function around, or null in the member's own code.</summary>
    public static IOperation? Function(IOperation operation)
    {
        var current = operation.Parent;
        while (current is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            current = current.Parent;
        }

        return current;
    }

    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is not null)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    private static bool PassesOn(IOperation value) => value.Parent switch
    {
        IConversionOperation or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation or ISwitchExpressionOperation => true,
        ISwitchExpressionArmOperation arm => arm.Value == value,
        IConditionalOperation { Type: not null } conditional => conditional.Condition != value,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" } call => call.Instance == value,
        IPropertyReferenceOperation { Property.Name: "Result" } property => IsTask(property.Instance?.Type),
        _ => false,
    };
}
