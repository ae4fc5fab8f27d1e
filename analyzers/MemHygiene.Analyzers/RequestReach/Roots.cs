using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>Members that are entry points by their type: controllers, pages, hubs, gRPC services, middleware, filters and what else the framework calls for a request.</summary>
internal static class Roots
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";
    private const string Http = "Microsoft.AspNetCore.Http";
    private const string TagHelpers = "Microsoft.AspNetCore.Razor.TagHelpers";
    private const string Authentication = "Microsoft.AspNetCore.Authentication";

    private static readonly HashSet<string> ComponentMethods = new(StringComparer.Ordinal)
    {
        "SetParametersAsync", "OnInitialized", "OnInitializedAsync", "OnParametersSet", "OnParametersSetAsync", "OnAfterRender", "OnAfterRenderAsync", "BuildRenderTree",
    };

    /// <summary>The entry point that <paramref name="method"/> is because of its type and shape, or null.</summary>
    public static EntryPoint? OfMethod(IMethodSymbol method)
    {
        if (method is not { IsAbstract: false, MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, ContainingType: { } type })
        {
            return null;
        }

        return (method.IsStatic ? Dispatchers.Names(method) ? EntryKind.Message : null : KindOf(method, type)) is { } kind
            ? new EntryPoint(kind, type.Name + "." + method.Name)
            {
                Owner = type.Name,
                IsForAll = IsForAll(kind, type, method),
                ChangesState = kind is EntryKind.Action or EntryKind.PageHandler && Verbs.OnlyChangeState(method),
                // A filter's instance may be an attribute (kept) or made by a provider (not): an attribute is what people write. The others live as they are registered.
                Frame = new Frame
                {
                    SharesInstance = kind is EntryKind.Filter or EntryKind.Middleware or EntryKind.Security or EntryKind.Binding or EntryKind.View or EntryKind.Answer or EntryKind.HealthCheck && !IsMadePerRequest(type) || kind is EntryKind.Message && type.DerivesFrom("System.Net.Http", "DelegatingHandler"),
                    Parameters = method.Parameters,
                },
            }
            : null;
    }

    // An attribute stands on the actions that asked for it, an endpoint's filter at its endpoint; sign-in is no everyday request, and neither is an error.
    private static bool IsForAll(EntryKind kind, INamedTypeSymbol type, IMethodSymbol method) => kind switch
    {
        EntryKind.Middleware => !type.AllInterfaces.Any(candidate => candidate.Name == "IExceptionHandler"),
        EntryKind.Filter => !type.DerivesFrom("System", "Attribute") && !type.AllInterfaces.Any(candidate => candidate.Name is "IExceptionFilter" or "IAsyncExceptionFilter" or "IEndpointFilter" or "IHubFilter"),
        EntryKind.Security => method.Name is "HandleAuthenticateAsync" or "AuthenticateAsync" or "TransformAsync" or "HandleAsync" or "HandleRequirementAsync" or "ValidatePrincipal" or "TokenValidated",
        _ => false,
    };

    /// <summary>Types that the framework itself creates for every request, whatever the container says.</summary>
    public static bool IsMadePerRequest(INamedTypeSymbol type) =>
        IsController(type) || IsComponent(type) || IsPageModel(type) || IsHub(type) || IsGrpcService(type) || IsViewPart(type) || IsAnswer(type) || type.DerivesFrom(Authentication, "AuthenticationHandler");

    /// <summary>Types of which there is one, made when the app starts.</summary>
    public static bool LivesWithTheApp(INamedTypeSymbol type) =>
        Ticks.IsHosted(type) || IsConventionalMiddleware(type);

    private static EntryKind? KindOf(IMethodSymbol method, INamedTypeSymbol type)
    {
        if (FrameworkCalls.KindOf(method, type) is { } kind)
        {
            return kind;
        }

        if (IsGrpcMethod(method))
        {
            return EntryKind.GrpcMethod;
        }

        if (method.IsOverride && ComponentMethods.Contains(method.Name) && IsComponent(type))
        {
            return EntryKind.Component;
        }

        if (Dispatchers.Names(method) || Dispatchers.Calls(method))
        {
            return EntryKind.Message;
        }

        if (Dispatchers.Schedules(method))
        {
            return EntryKind.Tick;
        }

        if (method is not { DeclaredAccessibility: Accessibility.Public })
        {
            return null;
        }

        return method switch
        {
            _ when IsConventionalMiddleware(method, type) => EntryKind.Middleware,
            _ when IsPageModel(type) => Verbs.IsPageHandler(method) ? EntryKind.PageHandler : null,
            _ when IsHub(type) => EntryKind.HubMethod,
            _ when IsViewPart(type) => method.Name is "Invoke" or "InvokeAsync" ? EntryKind.View : null,
            _ when IsController(type) => IsAction(method) ? EntryKind.Action : null,
            _ => null,
        };
    }

    private static bool IsController(INamedTypeSymbol type)
    {
        if (type.HasAttribute("NonControllerAttribute"))
        {
            return false;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            // A base class from an assembly that is missing still tells by its name.
            if (current.Is(Mvc, "ControllerBase")
                || (current.TypeKind == TypeKind.Error && type.Name.EndsWith("Controller", StringComparison.Ordinal) && current.Name.Contains("Controller"))
                || current.HasAttribute("ApiControllerAttribute")
                || current.HasAttribute("ControllerAttribute"))
            {
                return true;
            }
        }

        // A plain class by its name only where it is routed too: many things are called controllers.
        return type.Name.EndsWith("Controller", StringComparison.Ordinal) && type.GetAttributes().Any(attribute => attribute.AttributeClass.Is(Mvc, "RouteAttribute"));
    }

    private static bool IsAction(IMethodSymbol method)
    {
        if (method.HasAttribute("NonActionAttribute"))
        {
            return false;
        }

        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (current.ContainingType is { SpecialType: SpecialType.System_Object } || current.ContainingType.Is(Mvc, "ControllerBase") || current.ContainingType.Is(Mvc, "Controller"))
            {
                return false;
            }
        }

        return !(method is { Name: "Dispose", Parameters.Length: 0 } or { Name: "DisposeAsync", Parameters.Length: 0 });
    }

    private static bool IsPageModel(INamedTypeSymbol type) => type.DerivesFrom("Microsoft.AspNetCore.Mvc.RazorPages", "PageModel");

    private static bool IsComponent(INamedTypeSymbol type) => type.DerivesFrom("Microsoft.AspNetCore.Components", "ComponentBase");

    private static bool IsHub(INamedTypeSymbol type) => type.DerivesFrom("Microsoft.AspNetCore.SignalR", "Hub");

    private static bool IsViewPart(INamedTypeSymbol type) => type.DerivesFrom(Mvc, "ViewComponent") || type.DerivesFrom(TagHelpers, "TagHelper");

    // Actions and endpoints create what they answer with.
    private static bool IsAnswer(INamedTypeSymbol type) => type.AllInterfaces.Any(candidate => candidate.Is(Mvc, "IActionResult") || candidate.Is(Http, "IResult"));

    private static bool IsGrpcService(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol method && IsGrpcMethod(method))
            {
                return true;
            }
        }

        return false;
    }

    // The base class is generated from a .proto file and may be missing; the last parameter tells.
    private static bool IsGrpcMethod(IMethodSymbol method) =>
        method is { IsOverride: true, Parameters: { Length: > 0 } parameters } && parameters[parameters.Length - 1].Type.Name == "ServerCallContext";

    private static bool IsConventionalMiddleware(IMethodSymbol method, INamedTypeSymbol type) =>
        method is { Name: "Invoke" or "InvokeAsync", Parameters: { Length: > 0 } parameters }
        && parameters[0].Type.Is(Http, "HttpContext")
        && IsConventionalMiddleware(type);

    private static bool IsConventionalMiddleware(INamedTypeSymbol type) =>
        type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Type.Is(Http, "RequestDelegate")));
}
