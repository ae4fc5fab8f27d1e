using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>Members that the framework calls through an interface or a base class of its own. Add a line to add one.</summary>
internal static class FrameworkCalls
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";
    private const string Filters = "Microsoft.AspNetCore.Mvc.Filters";
    private const string Http = "Microsoft.AspNetCore.Http";
    private const string TagHelpers = "Microsoft.AspNetCore.Razor.TagHelpers";
    private const string Authentication = "Microsoft.AspNetCore.Authentication";
    private const string Authorization = "Microsoft.AspNetCore.Authorization";

    private static readonly ImmutableDictionary<string, (string Namespace, EntryKind Kind)> CalledInterfaces =
        ImmutableDictionary.CreateRange(
        [
            Pair("IMiddleware", Http, EntryKind.Middleware),
            Pair("IEndpointFilter", Http, EntryKind.Filter),
            Pair("IActionFilter", Filters, EntryKind.Filter),
            Pair("IAsyncActionFilter", Filters, EntryKind.Filter),
            Pair("IAlwaysRunResultFilter", Filters, EntryKind.Filter),
            Pair("IResultFilter", Filters, EntryKind.Filter),
            Pair("IAsyncResultFilter", Filters, EntryKind.Filter),
            Pair("IResourceFilter", Filters, EntryKind.Filter),
            Pair("IAsyncResourceFilter", Filters, EntryKind.Filter),
            Pair("IAuthorizationFilter", Filters, EntryKind.Filter),
            Pair("IAsyncAuthorizationFilter", Filters, EntryKind.Filter),
            Pair("IExceptionFilter", Filters, EntryKind.Filter),
            Pair("IAsyncExceptionFilter", Filters, EntryKind.Filter),
            Pair("IPageFilter", Filters, EntryKind.Filter),
            Pair("IAsyncPageFilter", Filters, EntryKind.Filter),
            Pair("IHubFilter", "Microsoft.AspNetCore.SignalR", EntryKind.Filter),
            Pair("IExceptionHandler", "Microsoft.AspNetCore.Diagnostics", EntryKind.Middleware),
            Pair("IAuthenticationHandler", Authentication, EntryKind.Security),
            Pair("IClaimsTransformation", Authentication, EntryKind.Security),
            Pair("IAuthorizationHandler", Authorization, EntryKind.Security),
            Pair("IAuthorizationMiddlewareResultHandler", Authorization, EntryKind.Security),
            Pair("IActionResult", Mvc, EntryKind.Answer),
            Pair("IResult", Http, EntryKind.Answer),
            Pair("IModelBinder", "Microsoft.AspNetCore.Mvc.ModelBinding", EntryKind.Binding),
            Pair("ITagHelperComponent", TagHelpers, EntryKind.View),
            Pair("IHealthCheck", "Microsoft.Extensions.Diagnostics.HealthChecks", EntryKind.HealthCheck),
        ]);

    /// <summary>Base classes that implement such an interface and call what a derived class overrides.</summary>
    private static readonly ImmutableDictionary<string, (string Namespace, EntryKind Kind)> CalledBaseClasses =
        ImmutableDictionary.CreateRange(
        [
            Pair("AuthenticationHandler", Authentication, EntryKind.Security),
            Pair("AuthorizationHandler", Authorization, EntryKind.Security),
            Pair("CookieAuthenticationEvents", Authentication + ".Cookies", EntryKind.Security),
            Pair("JwtBearerEvents", Authentication + ".JwtBearer", EntryKind.Security),
            Pair("OAuthEvents", Authentication + ".OAuth", EntryKind.Security),
            Pair("OpenIdConnectEvents", Authentication + ".OpenIdConnect", EntryKind.Security),
            Pair("RazorPageBase", Mvc + ".Razor", EntryKind.View),
            Pair("TagHelper", TagHelpers, EntryKind.View),
            Pair("ActionResult", Mvc, EntryKind.Answer),
            Pair("DelegatingHandler", "System.Net.Http", EntryKind.Message),
            Pair("Interceptor", "Grpc.Core.Interceptors", EntryKind.GrpcMethod),
        ]);

    /// <summary>What the framework calls the method for, or null where it knows nothing of it.</summary>
    public static EntryKind? KindOf(IMethodSymbol method, INamedTypeSymbol type) => CalledThroughInterface(method, type) ?? CalledByBaseClass(method);

    private static EntryKind? CalledThroughInterface(IMethodSymbol method, INamedTypeSymbol type)
    {
        foreach (var candidate in type.AllInterfaces)
        {
            if (!CalledInterfaces.TryGetValue(candidate.Name, out var known) || !candidate.ContainingNamespace.Is(known.Namespace))
            {
                continue;
            }

            foreach (var member in candidate.GetMembers())
            {
                var implementation = type.FindImplementationForInterfaceMember(member);
                for (var current = method; current is not null; current = current.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(current, implementation))
                    {
                        return known.Kind;
                    }
                }
            }
        }

        return null;
    }

    private static EntryKind? CalledByBaseClass(IMethodSymbol method)
    {
        for (var current = method.OverriddenMethod; current is not null; current = current.OverriddenMethod)
        {
            if (CalledBaseClasses.TryGetValue(current.ContainingType.Name, out var known) && current.ContainingType.ContainingNamespace.Is(known.Namespace))
            {
                return known.Kind;
            }
        }

        return null;
    }

    private static KeyValuePair<string, (string Namespace, EntryKind Kind)> Pair(string name, string @namespace, EntryKind kind) =>
        new(name, (@namespace, kind));
}
