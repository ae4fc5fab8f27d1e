using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>How a request gets to an operation: the shortest way.</summary>
/// <param name="Entry">Where the server enters user code.</param>
/// <param name="Frame">The body that the operation itself is in.</param>
/// <param name="Steps">The members on the way, the first called by the entry point, the last holding the operation; empty where the entry point's own body holds it.</param>
internal sealed record RequestPath(EntryPoint Entry, Frame Frame, ImmutableArray<PathStep> Steps)
{
    /// <summary>Nothing proves that requests come this way: the path begins at a service of a library.</summary>
    public bool IsLikely => Entry.Kind == EntryKind.Service;

    /// <summary>As messages show it: <c>OrdersController.Get</c>, or <c>OrdersController.Get → PriceService.Quote → new HttpClient()</c>.</summary>
    public string Describe(IOperation sink)
    {
        if (Steps.IsEmpty)
        {
            return Entry.Name;
        }

        var text = new StringBuilder(Entry.Name);
        foreach (var step in Steps)
        {
            text.Append(" → ").Append(step.Name);
        }

        return text.Append(" → ").Append(NameOf(sink)).ToString();
    }

    private static string NameOf(IOperation sink) => sink switch
    {
        IObjectCreationOperation { Type: { } type } => "new " + type.Name + "()",
        IInvocationOperation { TargetMethod: { ContainingType: { } type } method } => type.Name + "." + method.Name + "()",
        IArrayCreationOperation { Type: IArrayTypeSymbol { ElementType: var element } } => "new " + element.Name + "[]",
        _ => sink.Syntax.ToString(),
    };
}

/// <param name="Name">The member, as a message shows it: <c>PriceService.Quote</c>.</param>
/// <param name="Call">Where the member before it calls it.</param>
internal sealed record PathStep(string Name, Location Call);
