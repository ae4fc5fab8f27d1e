using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>The body that an operation runs in, and what of it outlives the request.</summary>
internal sealed record Frame
{
    public static readonly Frame Default = new();

    /// <summary>The instance outlives the request (a singleton, a conventional middleware, a filter): instance fields are as good a cache as static ones.</summary>
    public bool SharesInstance { get; init; }

    /// <summary>The function that runs per request where it is a lambda or a local function: locals declared outside it outlive the request.</summary>
    public IOperation? Function { get; init; }

    /// <summary>The parameters that the framework fills in for each request; empty below an entry point.</summary>
    public ImmutableArray<IParameterSymbol> Parameters { get; init; } = ImmutableArray<IParameterSymbol>.Empty;
}
