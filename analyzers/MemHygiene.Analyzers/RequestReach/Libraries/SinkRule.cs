using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach.Libraries;

/// <summary>A rule whose sinks a library passes on to those who call it.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Sinks">Its table, by whose names they are looked for.</param>
/// <param name="Find">The sink that an operation is, or null.</param>
internal sealed record SinkRule(string Id, SinkTable Sinks, Func<IOperation, Sink?> Find)
{
    /// <summary>How many calls may lie between a member and the sink. What is expensive but cheap enough to be done on purpose is told of from near only.</summary>
    public int MostSteps { get; init; } = int.MaxValue;

    /// <summary>What the code of a call or creation tells before it is bound: whether it can be a sink.</summary>
    public Func<SyntaxNode, bool> MayBe { get; init; } = static _ => true;

    /// <summary>A call on the way to the sink decides that callers need not know of it: behind a lock, or only where the result is not there yet.</summary>
    public Func<SyntaxNode, bool> IsBounded { get; init; } = static _ => false;

    /// <summary>What messages call the sink: what it makes, or the call itself.</summary>
    public Func<IOperation, Sink, string> NameOf { get; init; } = static (_, sink) => sink.Type.Name;
}
