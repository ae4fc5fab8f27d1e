using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>What becomes of a lambda, local function or method group: an entry point, a cached factory, or nothing special.</summary>
internal static class DelegateRoots
{
    private const string Http = "Microsoft.AspNetCore.Http";
    private const string Authentication = "Microsoft.AspNetCore.Authentication";

    private static readonly HashSet<string> PerRequestRegistrations = new(StringComparer.Ordinal)
    {
        "AddScoped", "AddTransient", "TryAddScoped", "TryAddTransient", "AddKeyedScoped", "AddKeyedTransient",
        "TryAddKeyedScoped", "TryAddKeyedTransient", "Scoped", "Transient", "KeyedScoped", "KeyedTransient",
    };

    public static bool IsPerRequestRegistration(string method) => PerRequestRegistrations.Contains(method);

    /// <summary>The operation that holds the delegate, without the conversions around it.</summary>
    public static IOperation Outermost(IOperation function)
    {
        var current = function;
        while (current.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return current;
    }

    /// <summary>The entry point that <paramref name="function"/> (a lambda or a method reference) becomes where it stands, or null.</summary>
    public static EntryPoint? Of(IOperation function)
    {
        var value = Outermost(function);
        var call = value.Parent is IArgumentOperation argument ? argument.Parent as IInvocationOperation : null;
        if (call is not null && OfArgument(call, (IArgumentOperation)value.Parent!) is { } entry)
        {
            return entry;
        }

        return FirstParameter(function) switch
        {
            { } first when first.Is(Http, "HttpContext") => OfContext(call, IsInBranch(function)),
            { } first when first.Is(Http, "EndpointFilterInvocationContext") => new EntryPoint(EntryKind.Filter, "endpoint filter"),
            { } first when IsSecurityEvent(first) => new EntryPoint(EntryKind.Security, first.Name.Replace("Context", "") + " event") { IsForAll = IsOfEachRequest(first) },
            _ when Ticks.IsCallback(function) => new EntryPoint(EntryKind.Tick, "timer"),
            _ => Receivers.NameOf(function) is { } message ? new EntryPoint(EntryKind.Message, message) : null,
        };
    }

    private static EntryPoint OfContext(IInvocationOperation? call, bool isInBranch) =>
        new(isInBranch ? EntryKind.Endpoint : EntryKind.Middleware, call is null ? "HttpContext handler" : call.TargetMethod.Name + " handler") { IsForAll = !isInBranch };

    // app.Map("/consent", branch => branch.Run(…)): only some requests come this way.
    private static bool IsInBranch(IOperation function)
    {
        for (var current = function.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation && Outermost(current).Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Map" or "MapWhen" or "UseWhen" } method } } && method.Parameters.FirstOrDefault()?.Type.Name == "IApplicationBuilder")
            {
                return true;
            }
        }

        return false;
    }

    // The others belong to signing in and out.
    private static bool IsOfEachRequest(ITypeSymbol context) =>
        context.Name == "CookieValidatePrincipalContext" || (context.Name is "TokenValidatedContext" or "MessageReceivedContext" && context.ContainingNamespace.Is(Authentication + ".JwtBearer"));

    // options.Events.OnTokenValidated = context => …
    private static bool IsSecurityEvent(ITypeSymbol type) =>
        type.Name.EndsWith("Context", StringComparison.Ordinal)
        && (type.ContainingNamespace.Is(Authentication) || type.ContainingNamespace?.ContainingNamespace.Is(Authentication) == true);

    private static EntryPoint? OfArgument(IInvocationOperation call, IArgumentOperation argument)
    {
        var name = call.TargetMethod.Name;
        if (IsPerRequestRegistration(name) && argument.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod: { ReturnsVoid: false } })
        {
            return new EntryPoint(EntryKind.Factory, name + " factory");
        }

        if (name is "AddCheck" or "AddAsyncCheck" && call.TargetMethod.ContainingType.Name.StartsWith("HealthChecksBuilder", StringComparison.Ordinal))
        {
            return new EntryPoint(EntryKind.HealthCheck, name);
        }

        return name.StartsWith("Map", StringComparison.Ordinal) && TakesHandler(argument.Parameter?.Type) && IsOnEndpointBuilder(call)
            ? new EntryPoint(EntryKind.Endpoint, NameOf(call)) { ChangesState = OnlyChangesState(call) }
            : null;
    }

    private static bool TakesHandler(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Delegate } || type.Is(Http, "RequestDelegate");

    private static bool IsOnEndpointBuilder(IInvocationOperation call)
    {
        var receiver = call.TargetMethod.IsExtensionMethod ? call.TargetMethod.Parameters.FirstOrDefault()?.Type : call.TargetMethod.ContainingType;
        return receiver is not null
            && (receiver.Name == "IEndpointRouteBuilder" || receiver.AllInterfaces.Any(candidate => candidate.Name == "IEndpointRouteBuilder"));
    }

    private static string NameOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value is { Type.SpecialType: SpecialType.System_String, ConstantValue: { HasValue: true, Value: string route } })
            {
                return $"{call.TargetMethod.Name} \"{route}\"";
            }
        }

        return call.TargetMethod.Name;
    }

    private static bool OnlyChangesState(IInvocationOperation call) =>
        call.TargetMethod.Name == "MapMethods"
            ? Verbs.OnlyChangeState(call.Arguments
                .Where(argument => argument.Parameter?.Name == "httpMethods")
                .SelectMany(argument => argument.Value.DescendantsAndSelf())
                .Where(operation => operation.ConstantValue is { HasValue: true, Value: string })
                .Select(operation => (string)operation.ConstantValue.Value!))
            : Verbs.OnlyChangeState(call.TargetMethod.Name);

    private static ITypeSymbol? FirstParameter(IOperation function)
    {
        var parameters = function switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol.Parameters,
            IMethodReferenceOperation reference => reference.Method.Parameters,
            _ => ImmutableArray<IParameterSymbol>.Empty,
        };
        return parameters.FirstOrDefault()?.Type;
    }
}
