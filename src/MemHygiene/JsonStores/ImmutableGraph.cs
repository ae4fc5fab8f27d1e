using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MemHygiene.Internal;

namespace MemHygiene.JsonStores;

/// <summary>
/// Proves that nothing in a document of a type can be changed: all fields read-only, down to values and immutable collections. Every field counts, private ones too, and every type
/// that the serializer may make in place of a declared one.
/// </summary>
internal sealed class ImmutableGraph(JsonSerializerOptions options)
{
    private const BindingFlags OwnFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Type> Values =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Uri), typeof(Version),
        typeof(BigInteger), typeof(Int128), typeof(UInt128), typeof(Half), typeof(Rune), typeof(JsonElement),
    ];

    private static readonly HashSet<Type> Collections =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedDictionary<,>),
        typeof(ImmutableSortedSet<>), typeof(ImmutableQueue<>), typeof(ImmutableStack<>),
    ];

    private readonly HashSet<Type> _seen = [];

    /// <summary>What keeps the type from being proven immutable, as the end of a sentence; null if nothing does.</summary>
    public static string? Objection(Type document, JsonSerializerOptions options) => RuntimeFeature.IsDynamicCodeSupported
        ? new ImmutableGraph(options).Look(document, TypeText.Of(document))
        : "a native program does not keep enough of its types to prove that nothing in them can be changed";

    private string? Look(Type type, string place)
    {
        if (type.IsPrimitive || type.IsEnum || Values.Contains(type) || !_seen.Add(type))
        {
            return null;
        }

        if (type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition()))
        {
            return type.GetGenericArguments().Select(argument => Look(argument, place)).FirstOrDefault(objection => objection is not null);
        }

        if (type.IsArray || type.IsInterface || type.IsAbstract || type == typeof(object) || type.IsAssignableTo(typeof(Delegate)))
        {
            return $"{place} is a {TypeText.Of(type)}, which may be changed";
        }

        return LookAtContract(type, place) ?? LookAtFields(type);
    }

    // A converter may make any type that derives from the declared one.
    private string? LookAtContract(Type type, string place)
    {
        if (type.IsValueType || !options.TryGetTypeInfo(type, out var contract))
        {
            return null;
        }

        if (contract.Kind == JsonTypeInfoKind.None && !type.IsSealed)
        {
            return $"{place} is a {TypeText.Of(type)} that a converter makes, possibly of another type";
        }

        foreach (var property in contract.Properties)
        {
            if (property.CustomConverter is not null && !property.PropertyType.IsSealed)
            {
                return $"{TypeText.Of(type)}'s '{property.Name}' is made by a converter, possibly of another type";
            }
        }

        return contract.PolymorphismOptions?.DerivedTypes
            .Select(derived => Look(derived.DerivedType, TypeText.Of(derived.DerivedType)))
            .FirstOrDefault(objection => objection is not null);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that trimming has removed is one that no code changes.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A field that trimming has removed is one that no code changes.")]
    private string? LookAtFields(Type type)
    {
        for (var declaring = type; declaring is not null && declaring != typeof(object) && declaring != typeof(ValueType); declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(OwnFields))
            {
                var place = $"{TypeText.Of(declaring)}.{Name(field)}";

                // A struct lies in a field of its owner, and that one is read-only.
                if (!field.IsInitOnly && !type.IsValueType)
                {
                    return $"{place} can be changed: it needs to be readonly, or a property without a setter or with init";
                }

                if (Look(field.FieldType, place) is { } objection)
                {
                    return objection;
                }
            }
        }

        return null;
    }

    private static string Name(FieldInfo field) => field.Name is ['<', .. var name] && name.IndexOf('>', StringComparison.Ordinal) is > 0 and var end ? name[..end] : field.Name;
}
