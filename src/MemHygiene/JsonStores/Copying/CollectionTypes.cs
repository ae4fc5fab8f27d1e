using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace MemHygiene.JsonStores.Copying;

/// <summary>Which method copies a collection of the framework, and which collections an interface may hold.</summary>
internal static class CollectionTypes
{
    private static readonly FrozenDictionary<Type, MethodInfo> Methods = typeof(CollectionCopies).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => method.ReturnType.IsGenericType && method.GetParameters()[0].ParameterType == method.ReturnType)
        .ToFrozenDictionary(method => method.ReturnType.GetGenericTypeDefinition());

    // What the serializer makes for an interface comes first; the others are what initialisers put there and documents then leave out.
    private static readonly FrozenDictionary<Type, Type[]> Implementations = new Dictionary<Type, Type[]>
    {
        [typeof(IEnumerable<>)] = [typeof(List<>), typeof(Array), typeof(HashSet<>)],
        [typeof(ICollection<>)] = [typeof(List<>), typeof(Array), typeof(HashSet<>)],
        [typeof(IReadOnlyCollection<>)] = [typeof(List<>), typeof(Array), typeof(HashSet<>)],
        [typeof(IList<>)] = [typeof(List<>), typeof(Array)],
        [typeof(IReadOnlyList<>)] = [typeof(List<>), typeof(Array)],
        [typeof(ISet<>)] = [typeof(HashSet<>), typeof(SortedSet<>)],
        [typeof(IReadOnlySet<>)] = [typeof(HashSet<>), typeof(SortedSet<>)],
        [typeof(IDictionary<,>)] = [typeof(Dictionary<,>), typeof(SortedDictionary<,>)],
        [typeof(IReadOnlyDictionary<,>)] = [typeof(Dictionary<,>), typeof(SortedDictionary<,>)],
        [typeof(IImmutableList<>)] = [typeof(ImmutableList<>)],
        [typeof(IImmutableSet<>)] = [typeof(ImmutableHashSet<>)],
        [typeof(IImmutableDictionary<,>)] = [typeof(ImmutableDictionary<,>)],
        [typeof(IImmutableQueue<>)] = [typeof(ImmutableQueue<>)],
        [typeof(IImmutableStack<>)] = [typeof(ImmutableStack<>)],
    }.ToFrozenDictionary();

    /// <summary>The method that copies objects of exactly this type; null where there is none.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The methods of CollectionCopies ask nothing of their type arguments.")]
    [RequiresDynamicCode(CompiledCopies.DynamicCodeReason)]
    public static MethodInfo? MethodFor(Type type)
    {
        if (type == typeof(System.Text.Json.JsonDocument))
        {
            return typeof(CollectionCopies).GetMethod(nameof(CollectionCopies.Document));
        }

        if (type.IsArray)
        {
            return typeof(CollectionCopies).GetMethod(nameof(CollectionCopies.Grid))!.MakeGenericMethod(type, type.GetElementType()!);
        }

        return type.IsGenericType && Methods.TryGetValue(type.GetGenericTypeDefinition(), out var method)
            ? method.MakeGenericMethod(type.GenericTypeArguments)
            : null;
    }

    /// <summary>The collections that a framework's interface may hold; null for another type.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The collections ask nothing of their type arguments but notnull.")]
    [RequiresDynamicCode(CompiledCopies.DynamicCodeReason)]
    public static Type[]? ImplementationsOf(Type type) =>
        type.IsInterface && type.IsGenericType && Implementations.TryGetValue(type.GetGenericTypeDefinition(), out var open)
            ? [.. open.Select(implementation => implementation == typeof(Array)
                ? type.GenericTypeArguments[0].MakeArrayType()
                : implementation.MakeGenericType(type.GenericTypeArguments))]
            : null;
}
