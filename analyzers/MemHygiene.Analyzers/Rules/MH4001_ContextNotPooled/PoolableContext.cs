using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Rules.MH4001_ContextNotPooled;

/// <summary>
/// A context that EF Core can pool and that behaves the same when it is: one public constructor, which takes the options and does nothing else, no
/// OnConfiguring (a pooled context runs it once and may not change its options), and no state but its sets.
/// </summary>
internal static class PoolableContext
{
    public static bool Is(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || !type.DerivesFrom("Microsoft.EntityFrameworkCore", "DbContext") || !TakesOptionsOnly(type))
        {
            return false;
        }

        for (INamedTypeSymbol? level = type; level is not null && !IsFrameworks(level); level = level.BaseType)
        {
            if (level.TypeKind == TypeKind.Error || HasState(level))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TakesOptionsOnly(INamedTypeSymbol type)
    {
        IMethodSymbol? only = null;
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaredAccessibility == Accessibility.Public)
            {
                if (only is not null)
                {
                    return false;
                }

                only = constructor;
            }
        }

        return only is { Parameters: { Length: 1 } parameters }
            && parameters[0].Type is INamedTypeSymbol { Name: "DbContextOptions" } options
            && options.ContainingNamespace.Is("Microsoft.EntityFrameworkCore")
            && (options.TypeArguments.Length == 0 || SymbolEqualityComparer.Default.Equals(options.TypeArguments[0], type));
    }

    private static bool HasState(INamedTypeSymbol type)
    {
        // What another assembly keeps in private fields does not show: its methods and properties have to be EF Core's own.
        var isHidden = type.DeclaringSyntaxReferences.IsEmpty;
        foreach (var member in type.GetMembers())
        {
            var keepsNothing = member switch
            {
                { IsStatic: true } => true,
                IFieldSymbol field => field.AssociatedSymbol is IPropertySymbol property && IsSet(property),
                IPropertySymbol property => IsSet(property) || (!isHidden && property.IsReadOnly),
                IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => isHidden || DoesNothing(constructor),
                IMethodSymbol { Name: "OnConfiguring" } => false,
                IMethodSymbol { MethodKind: MethodKind.Ordinary, IsOverride: false } => !isHidden,
                IEventSymbol => false,
                _ => true,
            };
            if (!keepsNothing)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSet(IPropertySymbol property) => property.Type is INamedTypeSymbol { Name: "DbSet" } set && set.ContainingNamespace.Is("Microsoft.EntityFrameworkCore");

    private static bool DoesNothing(IMethodSymbol constructor)
    {
        foreach (var reference in constructor.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is ConstructorDeclarationSyntax { ExpressionBody: not null } or ConstructorDeclarationSyntax { Body.Statements.Count: > 0 })
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFrameworks(INamedTypeSymbol type) =>
        type.ContainingNamespace.Is("Microsoft.EntityFrameworkCore") || type.ContainingNamespace.Is("Microsoft.AspNetCore.Identity.EntityFrameworkCore");
}
