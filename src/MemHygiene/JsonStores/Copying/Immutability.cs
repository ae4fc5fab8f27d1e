using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

namespace MemHygiene.JsonStores.Copying;

/// <summary>Which values a copy may share with its original, because nobody can change them.</summary>
internal static class Immutability
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly FrozenSet<Type> Known = new[]
    {
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Uri), typeof(Version), typeof(System.Numerics.BigInteger), typeof(Int128), typeof(UInt128),
        typeof(Half), typeof(System.Text.Rune),

        // Made by the serializer it stands on a document of its own, which nobody can dispose of.
        typeof(JsonElement),
    }.ToFrozenSet();

    private static readonly FrozenSet<Type> Containers = new[]
    {
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>), typeof(ImmutableQueue<>),
        typeof(ImmutableStack<>), typeof(ImmutableSortedDictionary<,>), typeof(ImmutableSortedSet<>), typeof(FrozenSet<>), typeof(FrozenDictionary<,>),
        typeof(IImmutableList<>), typeof(IImmutableDictionary<,>), typeof(IImmutableSet<>), typeof(IImmutableQueue<>), typeof(IImmutableStack<>),
    }.ToFrozenSet();

    /// <summary>Immutable without a look at fields: also true where their metadata is gone.</summary>
    public static bool IsKnown(Type type) =>
        type.IsPrimitive || type.IsEnum || Known.Contains(type) || (Nullable.GetUnderlyingType(type) is { } value && IsKnown(value));

    /// <summary>Immutable by name, or because every field on the way down is read-only and immutable itself.</summary>
    public static bool Holds(Type type) => Holds(type, []);

    /// <summary>The instance fields of a type and of its bases, the base's first.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that trimming has removed is no part of the objects either.")]
    public static IEnumerable<FieldInfo> FieldsOf(Type type, Type? upTo = null)
    {
        if (type.BaseType is { } parent && parent != upTo && parent != typeof(object) && parent != typeof(ValueType))
        {
            foreach (var field in FieldsOf(parent, upTo))
            {
                yield return field;
            }
        }

        foreach (var field in type.GetFields(Declared))
        {
            yield return field;
        }
    }

    // A type that is met again on its own way down is immutable if all the others are: hence true, and no memory of partial answers.
    private static bool Holds(Type type, HashSet<Type> met)
    {
        if (IsKnown(type) || !met.Add(type))
        {
            return true;
        }

        if (type.IsGenericType && Containers.Contains(type.GetGenericTypeDefinition()))
        {
            return type.GenericTypeArguments.All(argument => Holds(argument, met));
        }

        return type switch
        {
            { IsValueType: true, IsByRefLike: false } => FieldsOf(type).All(field => Holds(field.FieldType, met)),
            { IsSealed: true, IsArray: false } when !type.IsSubclassOf(typeof(Delegate)) =>
                FieldsOf(type).All(field => field.IsInitOnly && Holds(field.FieldType, met)),
            _ => false,
        };
    }
}
