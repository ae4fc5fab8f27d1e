using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1002_SessionSavedPerRequest;

/// <summary>
/// A store that is written wherever a request passes (middleware, filters, security handlers), to note when somebody was last seen:
/// <c>user.LastSeen = DateTime.UtcNow; await db.SaveChangesAsync();</c>
/// </summary>
internal static class LastSeenUpdate
{
    public static bool MayWrite(IMethodSymbol method) => method.Name is "SaveChanges" or "SaveChangesAsync" or "Update" or "UpdateAsync" && !method.IsStatic;

    /// <summary>Code that every request passes, not one that somebody asked for.</summary>
    public static bool IsOnEveryWay(EntryPoint entry) => entry.Kind is EntryKind.Middleware or EntryKind.Filter or EntryKind.Security;

    public static bool IsOne(IInvocationOperation write)
    {
        for (IOperation current = write, parent = write.Parent!; parent is not null; current = parent, parent = parent.Parent!)
        {
            if (parent is IBlockOperation block && StampBefore(block, current) is { } stamp)
            {
                return !IsAsked(stamp, write);
            }
        }

        return false;
    }

    private static ISymbol? StampBefore(IBlockOperation block, IOperation current)
    {
        foreach (var statement in block.Operations)
        {
            if (statement == current)
            {
                return null;
            }

            if (statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member }, Value: var value } }
                && member.Name.StartsWith("Last", StringComparison.Ordinal)
                && value.DescendantsAndSelf().Any(IsNow))
            {
                return member;
            }
        }

        return null;
    }

    private static bool IsNow(IOperation value) => value switch
    {
        IPropertyReferenceOperation { Property: { Name: "Now" or "UtcNow" or "Today", ContainingType.Name: "DateTime" or "DateTimeOffset" or "SystemClock" or "ISystemClock" } } => true,
        IInvocationOperation { TargetMethod: { Name: "GetUtcNow" or "GetLocalNow", ContainingType.Name: "TimeProvider" } } => true,
        _ => false,
    };

    // if (user.LastSeen < now - fiveMinutes) …: it is written now and then already.
    private static bool IsAsked(ISymbol stamp, IOperation write)
    {
        foreach (var operation in SharedState.Scope(write, Frame.Default).Descendants())
        {
            var condition = operation switch
            {
                IConditionalOperation conditional => conditional.Condition,
                ISwitchOperation @switch => @switch.Value,
                _ => null,
            };
            if (condition?.DescendantsAndSelf().Any(part => part is IMemberReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Member, stamp)) == true)
            {
                return true;
            }
        }

        return false;
    }
}
