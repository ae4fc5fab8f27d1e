using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH3003_TimerNotDisposed;

/// <summary>What registers itself somewhere: in the timer queue, on a token, on a change token.</summary>
internal static class Registrations
{
    private const string Threading = "System.Threading";

    public static Sink? Find(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Type: INamedTypeSymbol { Name: "CancellationTokenSource" or "Timer" } type } when IsTimer(type) => new Sink(type, ".ctor"),
        IInvocationOperation { TargetMethod: { Name: "CreateLinkedTokenSource", ContainingType: var source } method } when source.Is(Threading, "CancellationTokenSource") => new Sink(source, method.Name),
        IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType: var token } method } when token.Is(Threading, "CancellationToken") => new Sink(token, method.Name),
        IInvocationOperation { TargetMethod: { Name: "OnChange", ContainingType: var change } method } when change.Is("Microsoft.Extensions.Primitives", "ChangeToken") => new Sink(change, method.Name),
        _ => null,
    };

    /// <summary>Nothing keeps a threading timer alive but who holds it.</summary>
    public static bool IsThreadingTimer(IOperation operation) => operation is IObjectCreationOperation { Type: { Name: "Timer" } type } && type.ContainingNamespace.Is(Threading);

    /// <summary>Measured: a source without a timeout and a link to the request's own token leave nothing behind; a threading timer that nobody holds ends at some collection.</summary>
    public static bool Outlives(IOperation operation, ILocalSymbol? local, Frame frame) => operation switch
    {
        IObjectCreationOperation { Type.Name: "Timer" } => true,
        IObjectCreationOperation creation => creation.Arguments.Length > 0 || (local is not null && GetsTimeout(local, operation)),
        IInvocationOperation { TargetMethod.Name: "OnChange" } => true,
        IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link => (local is not null && GetsTimeout(local, operation)) || link.Arguments.Any(argument => argument.Value.DescendantsAndSelf().Any(token => IsLongLived(token, frame))),
        IInvocationOperation { Instance: { } token } => IsLongLived(token, frame),
        _ => false,
    };

    private static bool IsTimer(INamedTypeSymbol type) => type.ContainingNamespace.Is(Threading) || (type.Name == "Timer" && type.ContainingNamespace.Is("System.Timers"));

    private static bool GetsTimeout(ILocalSymbol source, IOperation inside) =>
        GiveBack.Body.UsesOf(source, inside).Any(use => use.Parent is IInvocationOperation { TargetMethod.Name: "CancelAfter" } call && call.Instance == use);

    /// <summary>The host's own tokens, and tokens and sources in state that the next request sees too.</summary>
    private static bool IsLongLived(IOperation token, Frame frame) => token switch
    {
        IPropertyReferenceOperation { Property: { Name: "ApplicationStarted" or "ApplicationStopping" or "ApplicationStopped" } } => true,
        IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } => IsLongLived(source, frame),
        IFieldReferenceOperation field => SharedState.Place(field, frame) is not null,
        _ => false,
    };
}
