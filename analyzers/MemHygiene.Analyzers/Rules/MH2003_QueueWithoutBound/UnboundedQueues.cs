using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2003_QueueWithoutBound;

/// <summary>Queues that are made without a capacity, and the calls that put into, take out of and count them.</summary>
internal static class UnboundedQueues
{
    private const string Concurrent = "System.Collections.Concurrent";
    private const string Dataflow = "System.Threading.Tasks.Dataflow";

    private static readonly SinkTable Table = new(ImmutableArray.Create(
        "System.Threading.Channels.Channel::CreateUnbounded",
        "System.Threading.Channels.Channel::CreateUnboundedPrioritized",
        Concurrent + ".BlockingCollection",
        Concurrent + ".ConcurrentQueue",
        Dataflow + ".BufferBlock",
        Dataflow + ".ActionBlock",
        Dataflow + ".TransformBlock",
        Dataflow + ".TransformManyBlock",
        Dataflow + ".BatchBlock"));

    public static readonly HashSet<string> PutNames = new(StringComparer.Ordinal) { "TryWrite", "WriteAsync", "Add", "TryAdd", "Enqueue", "Post", "SendAsync" };

    private static readonly HashSet<string> TakeNames = new(StringComparer.Ordinal) { "TryDequeue", "Clear" };

    public static Sink? Find(IOperation operation) =>
        Table.Find(operation) is { } sink && (operation is IInvocationOperation || operation is IObjectCreationOperation creation && !HasCapacity(creation)) ? sink : null;

    /// <summary>A queue without any blocking or completing: what takes out of it decides whether it is a work queue, a pool or a window.</summary>
    public static bool IsPlain(INamedTypeSymbol type) => type.Name == "ConcurrentQueue";

    public static bool Puts(IMethodSymbol method) => PutNames.Contains(method.Name) && BelongsToQueue(method.ContainingType);

    public static bool Takes(IMethodSymbol method) => TakeNames.Contains(method.Name) && BelongsToQueue(method.ContainingType);

    /// <summary>The half of a queue that writes is the queue: <c>channel.Writer</c>.</summary>
    public static bool IsWriter(IPropertySymbol property) => property.Name == "Writer" && BelongsToQueue(property.ContainingType);

    private static bool BelongsToQueue(INamedTypeSymbol? type) => type?.ContainingNamespace is { } space
        && (space.Is("System.Threading.Channels") || space.Is(Concurrent) || space.Is(Dataflow));

    private static bool HasCapacity(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            switch (argument.Parameter?.Type)
            {
                case { SpecialType: SpecialType.System_Int32 } when creation.Type?.Name == "BlockingCollection":
                    return true;
                case { Name: var name } when name.EndsWith("BlockOptions", StringComparison.Ordinal):
                    return !(argument.Value is IObjectCreationOperation options && !options.Syntax.ToString().Contains("BoundedCapacity"));
            }
        }

        return false;
    }
}
