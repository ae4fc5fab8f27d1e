using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>
/// Methods of a library that an app most likely calls for its requests, although the call is in another project: public work of a class that stands
/// behind an interface of its own and takes others injected. Nothing proves it, so what it finds is a suggestion.
/// </summary>
internal static class ServiceShape
{
    public static bool IsWork(ISymbol member, Lifetimes lifetimes) =>
        member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, IsStatic: false, ContainingType: { TypeKind: TypeKind.Class, IsAbstract: false } type } method
        && ImplementsOwnInterface(type, method)
        && (lifetimes.Of(type) is not null || TakesServices(type));

    /// <summary>Pools and caches hand out what they made before; who has the factory at hand and still makes a client knows why.</summary>
    public static bool Keeps(INamedTypeSymbol type) =>
        type.Name.EndsWith("Pool", StringComparison.Ordinal)
        || type.Name.EndsWith("Cache", StringComparison.Ordinal)
        || type.Name.EndsWith("Factory", StringComparison.Ordinal)
        || type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Type.Name == "IHttpClientFactory"));

    private static bool ImplementsOwnInterface(INamedTypeSymbol type, IMethodSymbol method)
    {
        foreach (var candidate in type.AllInterfaces)
        {
            if (IsFrameworks(candidate))
            {
                continue;
            }

            foreach (var member in candidate.GetMembers())
            {
                if (member is IMethodSymbol && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool TakesServices(INamedTypeSymbol type)
    {
        foreach (var constructor in type.InstanceConstructors)
        {
            foreach (var parameter in constructor.Parameters)
            {
                if (parameter.Type.TypeKind == TypeKind.Interface && !parameter.Type.ContainingNamespace.Is("System.Collections.Generic"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsFrameworks(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System" or "Microsoft" };
    }
}
