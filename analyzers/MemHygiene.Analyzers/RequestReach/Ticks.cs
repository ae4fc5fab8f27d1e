using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>Work that runs again and again without a request: the loop of a <c>BackgroundService</c>, and timers' callbacks.</summary>
internal static class Ticks
{
    /// <summary>The delegate is a timer's callback.</summary>
    public static bool IsCallback(IOperation function)
    {
        switch (DelegateRoots.Outermost(function).Parent)
        {
            case IArgumentOperation { Parent: IObjectCreationOperation { Type: { Name: "Timer" } timer } }:
                return timer.ContainingNamespace.Is("System.Threading");
            case IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: { Name: "Elapsed", ContainingType: var owner } } }:
                return owner.Is("System.Timers", "Timer");
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "AddOrUpdate", ContainingType: var owner } } }:
                return owner.Name is "RecurringJob" or "IRecurringJobManager" or "RecurringJobManager" or "RecurringJobManagerExtensions";
            default:
                return false;
        }
    }

    public static bool IsBackgroundWork(IMethodSymbol method) =>
        method is { IsOverride: true, Name: "ExecuteAsync" } && method.ContainingType.BaseType.DerivesFrom("Microsoft.Extensions.Hosting", "BackgroundService");

    /// <summary>The operation is in the body of a loop that goes on and on, not merely in what the loop goes through: a list or a number of turns comes to its end.</summary>
    public static bool IsInLoop(IOperation operation)
    {
        for (IOperation current = operation, parent = operation.Parent!; parent is not null; current = parent, parent = parent.Parent!)
        {
            if (parent is ILoopOperation loop && (loop.Body == current || loop is IWhileLoopOperation) && GoesOn(loop))
            {
                return true;
            }
        }

        return false;
    }

    private static bool GoesOn(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation => true,
        IForLoopOperation { Condition: var condition } => condition is null || condition.DescendantsAndSelf().Any(part => part is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }),
        IForEachLoopOperation { IsAsynchronous: true } => true,
        IForEachLoopOperation { Collection: var collection } => collection.DescendantsAndSelf().Any(part => part is IInvocationOperation { TargetMethod.Name: "GetConsumingEnumerable" }),
        _ => false,
    };

    public static bool IsHosted(INamedTypeSymbol type) => type.AllInterfaces.Any(candidate => candidate.Is("Microsoft.Extensions.Hosting", "IHostedService"));

    /// <summary>The operation is in the body of a loop that ends with the app: <c>while (true)</c>, until a token is cancelled, or as long as a periodic timer ticks.</summary>
    public static bool IsInEndlessLoop(IOperation operation)
    {
        for (IOperation current = operation, parent = operation.Parent!; parent is not null; current = parent, parent = parent.Parent!)
        {
            if (parent is IWhileLoopOperation { Condition: { } condition } loop
                && loop.Body == current
                && ((condition.ConstantValue is { HasValue: true, Value: true } && !loop.Body.Descendants().Any(Leaves))
                    || condition.DescendantsAndSelf().Any(part => part is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } or IInvocationOperation { TargetMethod.Name: "WaitForNextTickAsync" })))
            {
                return true;
            }
        }

        return false;
    }

    // while (true) { try { Connect(); break; } catch { … } } ends when it has succeeded.
    private static bool Leaves(IOperation operation) => operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break };
}
