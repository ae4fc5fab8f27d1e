using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>Delegates that a message library calls for each message: event handlers of consumers and processors, callbacks of subscriptions.</summary>
internal static class Receivers
{
    /// <summary>What messages are received by (<c>EventingBasicConsumer.Received</c>), or null where the delegate is none of these.</summary>
    public static string? NameOf(IOperation function) => DelegateRoots.Outermost(function).Parent switch
    {
        IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: { ContainingType: { } owner } received } } when Receives(received.Name, owner.Name) => owner.Name + "." + received.Name,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Subscribe" or "SubscribeAsync", ContainingType: { Name: "ISubscriber" } owner } method } } => owner.Name + "." + method.Name,
        _ => null,
    };

    private static bool Receives(string name, string owner) => name switch
    {
        "Received" or "ReceivedAsync" => owner.EndsWith("Consumer", StringComparison.Ordinal),
        "ProcessMessageAsync" or "ProcessSessionMessageAsync" => owner.EndsWith("Processor", StringComparison.Ordinal),
        "ProcessEventAsync" => owner.EndsWith("ProcessorClient", StringComparison.Ordinal),
        "ApplicationMessageReceivedAsync" => true,
        _ => false,
    };
}
