using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>
/// Which types of this compilation the container makes per request (scoped, transient) and which once (singleton), and which types stand behind a service.
/// Read from the calls' names, type arguments, <c>typeof</c>s and factory lambdas, so it works where the container's own types are missing.
/// </summary>
internal sealed class Lifetimes
{
    private static readonly ConditionalWeakTable<Compilation, Lifetimes> Cache = new();

    private readonly Dictionary<INamedTypeSymbol, Lifetime> _shortest = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<INamedTypeSymbol, HashSet<INamedTypeSymbol>> _implementations = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> _open = new(SymbolEqualityComparer.Default);

    public static bool MayRegister(string method) => RegistrationVerbs.LifetimeOf(method) is not null || RegistrationVerbs.IsDescribed(method);

    /// <summary>Made anew for requests: registered scoped or transient at least once (the shortest life decides).</summary>
    public bool IsPerRequest(INamedTypeSymbol type) => Of(type) is Lifetime.Scoped or Lifetime.Transient;

    /// <summary>Made once: registered as a singleton and never with a shorter life.</summary>
    public bool IsSingleton(INamedTypeSymbol type) => Of(type) is Lifetime.Singleton;

    /// <summary>Every resolve makes a new one.</summary>
    public bool IsTransient(INamedTypeSymbol type) => Of(type) is Lifetime.Transient;

    public Lifetime? Of(INamedTypeSymbol type) => _shortest.TryGetValue(type.OriginalDefinition, out var lifetime) ? lifetime : null;

    /// <summary>A call on <paramref name="service"/> may end in <paramref name="implementation"/>: nothing is known of the service, or this type is one of those registered for it.</summary>
    public bool MayServe(INamedTypeSymbol service, INamedTypeSymbol implementation)
    {
        service = service.OriginalDefinition;
        if (_open.Contains(service) || !_implementations.TryGetValue(service, out var registered))
        {
            return true;
        }

        foreach (var candidate in registered)
        {
            for (var type = candidate; type is not null; type = type.BaseType?.OriginalDefinition)
            {
                if (SymbolEqualityComparer.Default.Equals(type, implementation.OriginalDefinition))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>What is registered for a service, as far as it is known.</summary>
    public IEnumerable<INamedTypeSymbol> ImplementationsOf(INamedTypeSymbol service) =>
        _implementations.TryGetValue(service.OriginalDefinition, out var registered) ? registered : [];

    /// <summary>The types under which others get <paramref name="type"/>: itself, and the services that it is registered for.</summary>
    public IEnumerable<INamedTypeSymbol> ServicesOf(INamedTypeSymbol type) =>
        _implementations.Where(entry => entry.Value.Contains(type.OriginalDefinition)).Select(entry => entry.Key).Append(type.OriginalDefinition).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);

    /// <summary>Read once per compilation, at the first question.</summary>
    public static Lifetimes For(Compilation compilation, CancellationToken cancellation) =>
        Cache.TryGetValue(compilation, out var known) ? known : Cache.GetValue(compilation, key => Read(key, cancellation));

    private static Lifetimes Read(Compilation compilation, CancellationToken cancellation)
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
                foreach (var registration in Registration.Read(call, model, compilation, cancellation))
                {
                    lifetimes.Add(registration);
                }
            }
        }

        return lifetimes;
    }

    // What it hands the call on to stands in the factory, or in another registration.
    private static bool Decorates(INamedTypeSymbol type, INamedTypeSymbol service) => type.InstanceConstructors.Any(constructor =>
        constructor.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type.OriginalDefinition, service)));

    private void Add(Registration registration)
    {
        if (registration.Implementation is { } implementation)
        {
            var known = Of(implementation);
            _shortest[implementation.OriginalDefinition] = known is { } shorter && shorter > registration.Lifetime ? shorter : registration.Lifetime;
        }

        if (registration.Service is not { } service)
        {
            return;
        }

        service = service.OriginalDefinition;
        if (registration.Implementation is { TypeKind: TypeKind.Class or TypeKind.Struct } serving && !Decorates(serving, service))
        {
            if (!_implementations.TryGetValue(service, out var types))
            {
                _implementations[service] = types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
            }

            types.Add(serving.OriginalDefinition);
        }
        else
        {
            _open.Add(service);
        }
    }
}

/// <summary>How long the container keeps an object, longest first.</summary>
internal enum Lifetime
{
    Singleton,
    Scoped,
    Transient,
}
