using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>How a request gets to an operation: the shortest way.</summary>
/// <param name="Entry">Where the server enters user code.</param>
/// <param name="Frame">The body that the operation itself is in.</param>
/// <param name="Steps">The members on the way, the first called by the entry point, the last holding the operation; empty where the entry point's own body holds it.</param>
internal sealed record RequestPath(EntryPoint Entry, Frame Frame, ImmutableArray<PathStep> Steps)
{
    /// <summary>Nothing proves that requests come this way (the path begins at a service of a library), or it is a timer that does: worth a suggestion.</summary>
    public bool IsLikely => Entry.Kind == EntryKind.Service || IsTick;

    /// <summary>No request, but work that repeats by itself.</summary>
    public bool IsTick => Entry.Kind == EntryKind.Tick;

    /// <summary>The calls on the way, the entry point's first.</summary>
    public IEnumerable<SyntaxNode> CallNodes(CancellationToken cancellation) => PathStep.CallNodes(Steps, cancellation);

    /// <summary>As messages show it: <c>OrdersController.Get</c>, or <c>OrdersController.Get → PriceService.Quote → new HttpClient()</c>.</summary>
    public string Describe(IOperation sink) => Steps.IsEmpty ? Entry.Name : Describe(MemberNames.OfSink(sink));

    /// <summary>The same with a way that goes on in a library.</summary>
    public string Describe(string rest) => string.Join(" → ", Steps.Select(step => step.Name).Prepend(Entry.Name).Append(rest));
}

/// <param name="Name">The member, as a message shows it: <c>PriceService.Quote</c>.</param>
/// <param name="Call">Where the member before it calls it.</param>
internal sealed record PathStep(string Name, Location Call)
{
    public static IEnumerable<SyntaxNode> CallNodes(ImmutableArray<PathStep> steps, CancellationToken cancellation)
    {
        foreach (var step in steps)
        {
            if (step.Call.SourceTree is { } tree)
            {
                yield return tree.GetRoot(cancellation).FindNode(step.Call.SourceSpan, getInnermostNodeForTie: true);
            }
        }
    }
}
