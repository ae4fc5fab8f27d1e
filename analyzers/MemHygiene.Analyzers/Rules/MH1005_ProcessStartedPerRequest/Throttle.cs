using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1005_ProcessStartedPerRequest;

/// <summary>What in the body around decides how many processes run.</summary>
internal static class Throttle
{
    /// <summary>A start that nothing in its body bounds, as a sink.</summary>
    public static Sink? FindUnbounded(IOperation operation) =>
        ProcessStarts.Table.Find(operation) is { } sink && !Bounds(operation, Frame.Default) && !EndsThisProcess(operation, Frame.Default) ? sink : null;

    /// <summary>The body waits for its turn first: at a semaphore or a rate limiter that outlives the request, or inside a <c>lock</c>.</summary>
    public static bool Bounds(IOperation start, Frame frame)
    {
        var scope = SharedState.Scope(start, frame);
        for (var current = start.Parent; current is not null && current != scope; current = current.Parent)
        {
            if (current is ILockOperation { LockedValue: var locked } && SharedState.Place(locked, frame) is not null)
            {
                return true;
            }
        }

        foreach (var part in scope.Descendants())
        {
            if (part is IInvocationOperation { TargetMethod.Name: "Wait" or "WaitAsync" or "WaitOne" or "AcquireAsync" or "AttemptAcquire" or "LockAsync" } wait
                && wait.Syntax.SpanStart < start.Syntax.SpanStart
                && IsGate(wait.TargetMethod.ContainingType)
                && SharedState.Holder(wait.Instance, frame) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A call on the way waits for its turn, or is made only where what the process would write is not there yet: <c>if (!File.Exists(thumbnail)) await MakeAsync();</c></summary>
    public static bool BoundsCall(SyntaxNode call)
    {
        for (SyntaxNode node = call, parent = call.Parent!; parent is not null and not MemberDeclarationSyntax; node = parent, parent = parent.Parent!)
        {
            if (parent is LockStatementSyntax
                || (parent is IfStatementSyntax @if && @if.Condition != node && Calls(@if.Condition, "Exists"))
                || (parent is UsingStatementSyntax { Expression: { } held } && Calls(held, "LockAsync"))
                || (parent is BlockSyntax block && block.Statements.TakeWhile(statement => statement != node).Any(IsGate)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsGate(StatementSyntax statement) =>
        Calls(statement, "LockAsync") || Calls(statement, "WaitAsync") || Calls(statement, "AcquireAsync") || (statement is IfStatementSyntax guard && Calls(guard.Condition, "Exists"));

    private static bool Calls(SyntaxNode code, string method) =>
        code.DescendantNodesAndSelf().Any(node => node is InvocationExpressionSyntax call && CandidateUse.LastName(call.Expression) == method);

    /// <summary>The work that starts it is handed over for each of many items, and nothing waits for one before the next: <c>Task.WhenAll(files.Select(Convert))</c>.</summary>
    public static bool AreManyAtOnce(RequestPath path, IOperation start, CancellationToken cancellation) => path.CallNodes(cancellation).Append(start.Syntax).Any(IsHandedOver);

    private static bool IsHandedOver(SyntaxNode call)
    {
        for (var node = call; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (node is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker, Expression: AnonymousFunctionExpressionSyntax or SimpleNameSyntax } && CandidateUse.LastName(taker.Expression) is "Select" or "ForEachAsync" or "ForEach")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A restart: the new process takes over from this one.</summary>
    public static bool EndsThisProcess(IOperation start, Frame frame) => SharedState.Scope(start, frame).Descendants().Any(part => part is IInvocationOperation { TargetMethod: var method }
        && (method.Name == "StopApplication" || (method.Name is "Exit" or "FailFast" && method.ContainingType.Is("System", "Environment"))));

    public static bool IsInLoop(IOperation start, Frame frame)
    {
        for (var current = start.Parent; current is not null && current != frame.Function; current = current.Parent)
        {
            if (current is ILoopOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsGate(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "SemaphoreSlim" or "Semaphore" or "Mutex" or "WaitHandle" or "RateLimiter" or "AsyncLock" or "AsyncSemaphore")
            {
                return true;
            }
        }

        return false;
    }
}
