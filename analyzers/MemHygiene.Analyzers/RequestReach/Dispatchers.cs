using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>
/// Handlers that a library calls for each request, message or job, known by the shape of their interface, base class or attribute. The namespace does not
/// matter: the same shapes come from several libraries, and from interfaces that teams write themselves.
/// </summary>
internal static class Dispatchers
{
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Interfaces = ImmutableDictionary.CreateRange(
    [
        Shape("IRequestHandler", "Handle", "HandleAsync"),
        Shape("IStreamRequestHandler", "Handle", "HandleAsync"),
        Shape("INotificationHandler", "Handle", "HandleAsync"),
        Shape("IPipelineBehavior", "Handle", "HandleAsync"),
        Shape("IRequestPreProcessor", "Process"),
        Shape("IRequestPostProcessor", "Process"),
        Shape("ICommandHandler", "Handle", "HandleAsync", "Execute", "ExecuteAsync"),
        Shape("IQueryHandler", "Handle", "HandleAsync", "Execute", "ExecuteAsync"),
        Shape("IEventHandler", "Handle", "HandleAsync"),
        Shape("IDomainEventHandler", "Handle", "HandleAsync"),
        Shape("IIntegrationEventHandler", "Handle", "HandleAsync"),
        Shape("IDynamicIntegrationEventHandler", "Handle", "HandleAsync"),
        Shape("IMessageHandler", "Handle", "HandleAsync"),
        Shape("IHandleMessages", "Handle"),
        Shape("IConsumer", "Consume", "ConsumeAsync", "HandleEventAsync"),
    ]);

    /// <summary>Handlers that a schedule calls.</summary>
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Jobs = ImmutableDictionary.CreateRange(
    [
        Shape("IJob", "Execute", "ExecuteAsync", "RunAsync"),
        Shape("IInvocable", "Invoke"),
    ]);

    private static readonly HashSet<string> EndpointMethods = new(StringComparer.Ordinal) { "HandleAsync", "ExecuteAsync", "Handle" };
    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal) { "FunctionAttribute", "FunctionNameAttribute", "RequestEntryPointAttribute" };

    /// <summary>An attribute on the method says so.</summary>
    public static bool Names(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            // An attribute of a missing assembly is called as the code calls it.
            if (attribute.AttributeClass is { } type && (Attributes.Contains(type.Name) || (type.TypeKind == TypeKind.Error && Attributes.Contains(type.Name + "Attribute"))))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Calls(IMethodSymbol method) => CallsThroughInterface(method, Interfaces) || IsEndpoint(method);

    public static bool Schedules(IMethodSymbol method) => CallsThroughInterface(method, Jobs);

    private static bool CallsThroughInterface(IMethodSymbol method, ImmutableDictionary<string, ImmutableArray<string>> interfaces)
    {
        foreach (var candidate in method.ContainingType.AllInterfaces)
        {
            if (interfaces.TryGetValue(candidate.Name, out var names) && names.Contains(NameOf(method)))
            {
                return true;
            }
        }

        // The first of the base types counts as the base class while its assembly is missing.
        return method.ContainingType.BaseType is { TypeKind: TypeKind.Error, Name: var missing } && interfaces.TryGetValue(missing, out var methods) && methods.Contains(method.Name);
    }

    // FastEndpoints: class Price : Endpoint<Request, Response> { public override Task HandleAsync(…) }
    private static bool IsEndpoint(IMethodSymbol method)
    {
        if (!method.IsOverride || !EndpointMethods.Contains(method.Name))
        {
            return false;
        }

        for (var type = method.ContainingType.BaseType; type is not null; type = type.BaseType)
        {
            if (type.Name.StartsWith("Endpoint", StringComparison.Ordinal)
                && (type.TypeKind == TypeKind.Error || type.ContainingNamespace?.Name == "FastEndpoints" || type.ContainingType?.Name.StartsWith("Endpoint", StringComparison.Ordinal) == true))
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(IMethodSymbol method) =>
        method.ExplicitInterfaceImplementations.IsEmpty ? method.Name : method.ExplicitInterfaceImplementations[0].Name;

    private static KeyValuePair<string, ImmutableArray<string>> Shape(string type, params string[] methods) => new(type, ImmutableArray.Create(methods));
}
