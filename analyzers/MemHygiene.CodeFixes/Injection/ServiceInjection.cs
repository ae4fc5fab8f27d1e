using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Injection;

/// <summary>
/// Brings a service to the code around a sink: as a parameter of the endpoint's delegate, from the request's provider, or through the constructor
/// of the class. What is in reach already is used.
/// </summary>
internal static class ServiceInjection
{
    /// <summary>The expression that yields the service at the sink; null where the code has no way to get it.</summary>
    public static async Task<string?> TryReachAsync(SinkContext context, INamedTypeSymbol service, string name)
    {
        var path = new List<IMethodSymbol>();
        foreach (var node in context.Sink.Ancestors())
        {
            if (context.Reached.TryGetValue(node, out var known))
            {
                return known;
            }

            if (node is ClassDeclarationSyntax declaration)
            {
                var access = await ClassInjection.TryReachAsync(context, declaration, service, name, path).ConfigureAwait(false);
                return access is null ? null : context.Reached[node] = access;
            }

            if (FunctionAt(context, node) is { } function)
            {
                var reached = FindParameter(function, service) ?? await FromFunctionAsync(context, node, function, service, name).ConfigureAwait(false);
                if (reached is not null)
                {
                    return reached;
                }

                if (function.IsStatic)
                {
                    return null;
                }

                path.Add(function);
            }
        }

        return null;
    }

    /// <summary><c>context.RequestServices.GetRequiredService&lt;T&gt;()</c> through a parameter that leads to the request.</summary>
    public static string? FromRequest(SinkContext context, IMethodSymbol function, INamedTypeSymbol service)
    {
        foreach (var parameter in function.Parameters)
        {
            var provider = parameter.Type switch
            {
                { Name: "HttpContext" } => $"{parameter.Name}.RequestServices",
                { Name: "IServiceProvider" } => parameter.Name,
                { } type when HasHttpContext(type) => $"{parameter.Name}.HttpContext.RequestServices",
                _ => null,
            };
            if (provider is not null)
            {
                context.Rewrite.Import(context.Document, context.Model, context.Sink.SpanStart, "Microsoft.Extensions.DependencyInjection");
                return $"{provider}.GetRequiredService<{context.Name(service)}>()";
            }
        }

        return null;
    }

    private static IMethodSymbol? FunctionAt(SinkContext context, SyntaxNode node) => node switch
    {
        AnonymousFunctionExpressionSyntax => context.Model.GetSymbolInfo(node, context.Cancellation).Symbol as IMethodSymbol,
        LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax => context.Model.GetDeclaredSymbol(node, context.Cancellation) as IMethodSymbol,
        _ => null,
    };

    private static string? FindParameter(IMethodSymbol function, INamedTypeSymbol service) =>
        function.Parameters.FirstOrDefault(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, service))?.Name;

    private static async Task<string?> FromFunctionAsync(SinkContext context, SyntaxNode node, IMethodSymbol function, INamedTypeSymbol service, string name)
    {
        var endpoint = node switch
        {
            ParenthesizedLambdaExpressionSyntax lambda when EndpointMethods.IsEndpoint(context.Model, lambda) => lambda.ParameterList,
            LocalFunctionStatementSyntax local when await EndpointMethods.IsOnlyEndpointAsync(context, function).ConfigureAwait(false) => local.ParameterList,
            MethodDeclarationSyntax method when await EndpointMethods.IsOnlyEndpointAsync(context, function).ConfigureAwait(false) => method.ParameterList,
            _ => null,
        };
        if (endpoint is not null)
        {
            var parameter = Names.Unique(context.Model, node, name);
            ParameterInsertion.Add(context, endpoint, context.Name(service), parameter);
            return context.Reached[node] = parameter;
        }

        return node is AnonymousFunctionExpressionSyntax || function.IsStatic ? FromRequest(context, function, service) : null;
    }

    private static bool HasHttpContext(ITypeSymbol type)
    {
        for (ITypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            if (level.GetMembers("HttpContext").OfType<IPropertySymbol>().Any(property => property.Type.Name == "HttpContext"))
            {
                return true;
            }
        }

        return false;
    }
}
