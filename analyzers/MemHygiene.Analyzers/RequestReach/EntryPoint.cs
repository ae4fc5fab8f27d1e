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

    /// <summary>An action's or endpoint's result that writes itself.</summary>
    Answer,

    HealthCheck,
    Component,
    Message,
    Tick,
    Constructor,
    Factory,

    /// <summary>Not proven: public work of a library's class that has the shape of a service.</summary>
    Service,
}

/// <summary>A place where the server starts to run user code for a request.</summary>
/// <param name="Kind">What calls it.</param>
/// <param name="Name">As a message shows it: <c>ChatController.Post</c>, <c>MapGet "/chat"</c>.</param>
internal sealed record EntryPoint(EntryKind Kind, string Name)
{
    /// <summary>It answers POST, PUT, PATCH or DELETE only: a caller asked for a change.</summary>
    public bool ChangesState { get; init; }

    /// <summary>Requests of all kinds may pass it, not only those for one address or those that fail: middleware, the security of each request, and filters where they are registered for all.</summary>
    public bool IsForAll { get; init; }

    /// <summary>The name of the type that has it; null for a delegate.</summary>
    public string? Owner { get; init; }

    /// <summary>Its own body.</summary>
    public Frame Frame { get; init; } = Frame.Default;

    public EntryPoint In(IOperation function) => this with
    {
        Frame = Frame with
        {
            Function = function,
            Parameters = function switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol.Parameters,
                ILocalFunctionOperation local => local.Symbol.Parameters,
                _ => Frame.Parameters,
            },
        },
    };
}
