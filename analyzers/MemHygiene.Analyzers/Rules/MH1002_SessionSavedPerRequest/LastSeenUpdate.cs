using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    /// <summary>A caller on the way sets such a time before it calls: <c>key.LastUsed = DateTime.UtcNow; await SaveAsync();</c></summary>
    public static bool IsAbove(RequestPath path, CancellationToken cancellation)
    {
        foreach (var call in path.CallNodes(cancellation))
        {
            if (call.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
            {
                continue;
            }

            foreach (var assignment in member.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                if (assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var stamped }
                    && name.StartsWith("Last", StringComparison.Ordinal)
                    && assignment.SpanStart < call.SpanStart
                    && assignment.Right.DescendantNodesAndSelf().Any(IsNow)
                    && !member.DescendantNodes().OfType<IfStatementSyntax>().Any(@if => Names(@if.Condition, name) || HandsOver(@if.Condition, stamped.ToString())))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // if (!IsStale(user)) …: what the method looks at is its own business.
    private static bool HandsOver(SyntaxNode condition, string stamped) =>
        condition.DescendantNodesAndSelf().Any(node => node is ArgumentSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } && name == stamped);

    private static bool Names(SyntaxNode condition, string member) => condition.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax { Identifier.ValueText: var name } && name == member);

    private static bool IsNow(SyntaxNode value) => value is IdentifierNameSyntax { Identifier.ValueText: "Now" or "UtcNow" or "Today" or "GetUtcNow" or "GetLocalNow" };

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

    private static bool IsHandedOver(IOperation part, ISymbol stamp) =>
        part is IArgumentOperation { Value: var value } && (value is IConversionOperation { Operand: var operand } ? operand : value).Type is { } type && SymbolEqualityComparer.Default.Equals(type, stamp.ContainingType);

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
            if (condition?.DescendantsAndSelf().Any(part => (part is IMemberReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Member, stamp)) || IsHandedOver(part, stamp)) == true)
            {
                return true;
            }
        }

        return false;
    }
}
