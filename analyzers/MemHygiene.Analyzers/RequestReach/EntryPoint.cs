using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

internal enum EntryKind
{
    Action,
    PageHandler,
    Endpoint,
    Middleware,
    Filter,
    HubMethod,
    GrpcMethod,
    Security,
    Binding,
    View,
    HealthCheck,
    Constructor,
    Factory,
}

/// <summary>A place where the server starts to run user code for a request.</summary>
/// <param name="Kind">What calls it.</param>
/// <param name="Name">As a message shows it: <c>ChatController.Post</c>, <c>MapGet "/chat"</c>.</param>
internal sealed record EntryPoint(EntryKind Kind, string Name)
{
    /// <summary>It answers POST, PUT, PATCH or DELETE only: a caller asked for a change.</summary>
    public bool ChangesState { get; init; }

    /// <summary>Its instance outlives the request (a conventional middleware, a filter): instance fields are as good a cache as static ones.</summary>
    public bool SharesInstance { get; init; }

    /// <summary>The function that runs per request where it is a lambda or a local function: locals declared outside it outlive the request.</summary>
    public IOperation? Function { get; init; }

    /// <summary>The parameters that the framework fills in for each request.</summary>
    public ImmutableArray<IParameterSymbol> Parameters { get; init; } = ImmutableArray<IParameterSymbol>.Empty;

    public EntryPoint In(IOperation function) => this with
    {
        Function = function,
        Parameters = function switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol.Parameters,
            ILocalFunctionOperation local => local.Symbol.Parameters,
            _ => Parameters,
        },
    };
}
