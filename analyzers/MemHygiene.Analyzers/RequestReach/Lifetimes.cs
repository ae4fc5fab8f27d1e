using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>
/// Which types of this compilation the container makes per request (scoped, transient) and which once (singleton).
/// Read from the calls' names, type arguments, <c>typeof</c>s and factory lambdas, so it works where the container's own types are missing.
/// </summary>
internal sealed class Lifetimes
{
    private static readonly ImmutableHashSet<string> Single = ImmutableHashSet.Create(
        "AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "TryAddKeyedSingleton", "Singleton", "KeyedSingleton", "AddHostedService");

    private static readonly ImmutableHashSet<string> PerRequestToo = ImmutableHashSet.Create("AddHttpClient", "AddDbContext");

    private readonly HashSet<INamedTypeSymbol> _perRequest = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> _single = new(SymbolEqualityComparer.Default);

    public static bool MayRegister(string method) =>
        DelegateRoots.IsPerRequestRegistration(method) || Single.Contains(method) || PerRequestToo.Contains(method);

    /// <summary>Made anew for requests: registered scoped or transient at least once (the shortest life decides).</summary>
    public bool IsPerRequest(INamedTypeSymbol type) => _perRequest.Contains(type.OriginalDefinition);

    /// <summary>Made once: registered as a singleton and never with a shorter life.</summary>
    public bool IsSingleton(INamedTypeSymbol type) => _single.Contains(type.OriginalDefinition) && !IsPerRequest(type);

    public static Lifetimes Read(Compilation compilation, CancellationToken cancellation)
    {
        var lifetimes = new Lifetimes();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var calls = TreeIndex.For(tree, cancellation).Registrations;
            if (calls.IsEmpty)
            {
                continue;
            }

            var model = compilation.GetSemanticModel(tree);
            foreach (var call in calls)
            {
                cancellation.ThrowIfCancellationRequested();
                if (TreeIndex.NameOf(call) is { } name && Implementation(call, name, model, cancellation) is { } implementation)
                {
                    (Single.Contains(name.Identifier.ValueText) ? lifetimes._single : lifetimes._perRequest).Add(implementation.OriginalDefinition);
                }
            }
        }

        return lifetimes;
    }

    private static INamedTypeSymbol? Implementation(InvocationExpressionSyntax call, SimpleNameSyntax name, SemanticModel model, CancellationToken cancellation)
    {
        // What the factory creates is more exact than the service type; an instance that is passed was made by the caller.
        if (call.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<AnonymousFunctionExpressionSyntax>().FirstOrDefault() is { } factory
            && !PerRequestToo.Contains(name.Identifier.ValueText))
        {
            return Created(factory) is { } created ? model.GetTypeInfo(created, cancellation).Type as INamedTypeSymbol : null;
        }

        var type = name is GenericNameSyntax { TypeArgumentList.Arguments: { Count: > 0 } arguments }
            ? arguments.Last()
            : call.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<TypeOfExpressionSyntax>().LastOrDefault()?.Type;
        return type is null ? null : model.GetTypeInfo(type, cancellation).Type as INamedTypeSymbol;
    }

    /// <summary>The expression whose type tells what a factory returns: <c>new T(…)</c> or the <c>T</c> of <c>CreateInstance&lt;T&gt;(…)</c>.</summary>
    private static SyntaxNode? Created(AnonymousFunctionExpressionSyntax factory)
    {
        var result = factory.ExpressionBody ?? factory.Block?.Statements.OfType<ReturnStatementSyntax>().LastOrDefault()?.Expression;
        return result switch
        {
            BaseObjectCreationExpressionSyntax creation => creation,
            InvocationExpressionSyntax call when TreeIndex.NameOf(call) is GenericNameSyntax { Identifier.ValueText: "CreateInstance", TypeArgumentList.Arguments: { Count: 1 } arguments } => arguments[0],
            _ => null,
        };
    }
}
