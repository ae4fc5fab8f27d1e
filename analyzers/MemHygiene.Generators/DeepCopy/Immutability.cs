using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>Proves that nothing in a value can change, so that a copy may share it.</summary>
internal sealed class Immutability(InstanceFields fields)
{
    private static readonly HashSet<string> Classes = new(StringComparer.Ordinal)
    {
        "System.Uri", "System.Version", "System.Numerics.BigInteger", "System.Text.Json.JsonElement",
    };

    private static readonly HashSet<string> Containers = new(StringComparer.Ordinal)
    {
        "System.Collections.Generic.KeyValuePair<TKey, TValue>",
        "System.Collections.Immutable.ImmutableArray<T>", "System.Collections.Immutable.ImmutableList<T>",
        "System.Collections.Immutable.ImmutableHashSet<T>", "System.Collections.Immutable.ImmutableSortedSet<T>",
        "System.Collections.Immutable.ImmutableQueue<T>", "System.Collections.Immutable.ImmutableStack<T>",
        "System.Collections.Immutable.ImmutableDictionary<TKey, TValue>", "System.Collections.Immutable.ImmutableSortedDictionary<TKey, TValue>",
    };

    private readonly HashSet<ITypeSymbol> _proven = new(SymbolEqualityComparer.Default);

    public bool IsImmutable(ITypeSymbol type)
    {
        // A type that mentions itself is immutable if all else in it is. Only a whole proof is kept: half of one rests on assumptions.
        var assumed = new HashSet<ITypeSymbol>(_proven, SymbolEqualityComparer.Default);
        if (!IsImmutable(type, assumed))
        {
            return false;
        }

        _proven.UnionWith(assumed);
        return true;
    }

    private bool IsImmutable(ITypeSymbol type, HashSet<ITypeSymbol> assumed)
    {
        if (type.SpecialType == SpecialType.System_String || type.TypeKind == TypeKind.Enum || !assumed.Add(type))
        {
            return true;
        }

        return type is INamedTypeSymbol named && (
            Classes.Contains(named.OriginalDefinition.ToDisplayString()) ? true
            : IsContainer(named) ? named.TypeArguments.All(argument => IsImmutable(argument, assumed))
            : !fields.AreSeen(named) ? named.IsValueType && named.IsUnmanagedType
            : named.IsValueType ? fields.Of(named).All(field => IsImmutable(field.Type, assumed))
            : named is { TypeKind: TypeKind.Class, IsSealed: true } && IsReadOnly(named, assumed));
    }

    private static bool IsContainer(INamedTypeSymbol type) =>
        type.IsTupleType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || Containers.Contains(type.OriginalDefinition.ToDisplayString());

    private bool IsReadOnly(INamedTypeSymbol type, HashSet<ITypeSymbol> assumed)
    {
        for (var level = type; level is { SpecialType: not SpecialType.System_Object }; level = level.BaseType)
        {
            if (!fields.AreSeen(level) || !fields.Of(level).All(field => field.IsReadOnly && IsImmutable(field.Type, assumed)))
            {
                return false;
            }
        }

        return true;
    }
}
