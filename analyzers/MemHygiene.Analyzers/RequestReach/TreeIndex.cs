using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>
/// What one file may say about request code, found by names alone. A tree never changes, so an edit indexes one tree again and not all.
/// </summary>
internal sealed class TreeIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeIndex> Cache = new();

    private TreeIndex(ImmutableArray<InvocationExpressionSyntax> registrations, ImmutableArray<InvocationExpressionSyntax> handlers, bool isClientApp)
    {
        Registrations = registrations;
        Handlers = handlers;
        IsClientApp = isClientApp;
    }

    /// <summary>Calls that may register a service: <c>AddScoped&lt;T&gt;()</c>, <c>ServiceDescriptor.Transient(…)</c>, <c>AddHttpClient&lt;T&gt;()</c>.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Registrations { get; }

    /// <summary>Calls that may take a handler by its name: <c>app.MapGet("/", Handle)</c>, <c>app.Run(Handle)</c>.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Handlers { get; }

    /// <summary>The file starts an app that runs on its user's device (Blazor WebAssembly, MAUI): there are no requests.</summary>
    public bool IsClientApp { get; }

    public static TreeIndex For(SyntaxTree tree, CancellationToken cancellation) =>
        Cache.TryGetValue(tree, out var index) ? index : Cache.GetValue(tree, _ => Build(tree, cancellation));

    private static TreeIndex Build(SyntaxTree tree, CancellationToken cancellation)
    {
        var registrations = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        var handlers = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        var isClientApp = false;
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
        {
            if (node is IdentifierNameSyntax { Identifier.ValueText: "WebAssemblyHostBuilder" or "MauiApp" or "MauiAppBuilder" })
            {
                isClientApp = true;
            }

            if (node is not InvocationExpressionSyntax call || NameOf(call)?.Identifier.ValueText is not { } name)
            {
                continue;
            }

            if (Lifetimes.MayRegister(name))
            {
                registrations.Add(call);
            }

            if (IsHandlerVerb(name) && call.ArgumentList.Arguments.Any(argument => IsName(argument.Expression)))
            {
                handlers.Add(call);
            }
        }

        return new TreeIndex(registrations.ToImmutable(), handlers.ToImmutable(), isClientApp);
    }

    public static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    public static bool IsName(ExpressionSyntax expression) => expression.Kind() is
        SyntaxKind.IdentifierName or SyntaxKind.SimpleMemberAccessExpression or SyntaxKind.GenericName;

    private static bool IsHandlerVerb(string name) =>
        name.StartsWith("Map", StringComparison.Ordinal)
        || name is "Use" or "Run" or "UseWhen" or "AddEndpointFilter"
        || DelegateRoots.IsPerRequestRegistration(name);
}
