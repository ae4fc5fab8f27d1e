using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>
/// A member and everything through which it may be called: itself, what it overrides, and the interface members that it implements, as long as
/// the registrations let the interface end in its type.
/// </summary>
internal sealed class CallTargets
{
    private readonly HashSet<ISymbol> _members = new(SymbolEqualityComparer.Default);
    private readonly ISymbol _member;
    private readonly INamedTypeSymbol? _owner;
    private readonly Lifetimes _lifetimes;

    private CallTargets(ISymbol member, Lifetimes lifetimes)
    {
        _member = member;
        _owner = member.ContainingType;
        _lifetimes = lifetimes;
        _members.Add(member.OriginalDefinition);
    }

    /// <summary>The names under which callers know the member: one, or two where an explicit implementation has its own.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    public IEnumerable<ISymbol> Members => _members;

    /// <summary>Others than the member itself lead to it.</summary>
    public bool AreMany => _members.Count > 1;

    /// <summary>Only types that <paramref name="assembly"/> declares lead to the member: others' types know nothing of them.</summary>
    public bool AreOf(IAssemblySymbol assembly)
    {
        foreach (var member in _members)
        {
            if (!SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, assembly))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The file names a type through which the member is called.</summary>
    public bool MayBeCalledIn(TreeIndex file)
    {
        foreach (var member in _members)
        {
            if (member is IMethodSymbol { IsExtensionMethod: true } || member.ContainingType is not { Name.Length: > 0 } type || file.Mentions(type.Name))
            {
                return true;
            }
        }

        return false;
    }

    public static CallTargets Of(ISymbol member, Lifetimes lifetimes)
    {
        var targets = new CallTargets(member, lifetimes);
        targets.Names.Add(member.Name);
        if (member is IMethodSymbol { PartialDefinitionPart: { } definition })
        {
            targets._members.Add(definition);
        }

        if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } or IPropertySymbol)
        {
            targets.AddOverridden(member);
            targets.AddImplemented(member);
        }

        return targets;
    }

    public bool Contain(ISymbol? called)
    {
        if (called is IMethodSymbol { ReducedFrom: { } extension })
        {
            called = extension;
        }

        return called is not null && _members.Contains(called.OriginalDefinition);
    }

    /// <summary>Called through <c>base</c>, a member is itself and no other that overrides it.</summary>
    public bool Are(ISymbol called) => SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, _member.OriginalDefinition);

    private void AddOverridden(ISymbol member)
    {
        for (var current = Overridden(member); current is not null; current = Overridden(current))
        {
            if (!IsEverybodys(current.ContainingType))
            {
                _members.Add(current.OriginalDefinition);
            }
        }
    }

    private void AddImplemented(ISymbol member)
    {
        if (_owner is null || member.DeclaredAccessibility == Accessibility.Private && member is not (IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false }))
        {
            return;
        }

        foreach (var candidate in _owner.AllInterfaces)
        {
            if (IsEverybodys(candidate) || !_lifetimes.MayServe(candidate, _owner))
            {
                continue;
            }

            foreach (var declared in candidate.GetMembers())
            {
                if (declared.Kind == member.Kind
                    && _owner.FindImplementationForInterfaceMember(declared) is { } implementation
                    && _members.Contains(implementation.OriginalDefinition))
                {
                    _members.Add(declared.OriginalDefinition);
                    Names.Add(declared.Name);
                }
            }
        }
    }

    // Whoever calls Add on an ICollection<T>, or ToString on an object, calls one of thousands of types: that says nothing of this one.
    private static bool IsEverybodys(INamedTypeSymbol type) =>
        type.SpecialType is not SpecialType.None || type.ContainingNamespace is { Name: "Generic" or "Collections" } space && (space.Is("System.Collections.Generic") || space.Is("System.Collections"));

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
