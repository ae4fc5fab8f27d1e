using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MemHygiene.JsonStores.Copying;

/// <summary>
/// What in the way a document is read forbids copying it by its fields: foreign code that may build graphs in which two members share one object,
/// or objects of types that no declaration names.
/// </summary>
internal sealed class SerializerContract
{
    private readonly HashSet<Type> _met = [];

    /// <summary>One sentence, or null if the serializer alone makes every object that can be changed.</summary>
    public static string? ReasonAgainst(JsonTypeInfo document) => document.Options.ReferenceHandler is { } handler && handler != ReferenceHandler.IgnoreCycles
        ? $"The serializer's options have a reference handler, {handler.GetType()}: two members may share one object."
        : new SerializerContract().Against(document);

    private string? Against(JsonTypeInfo info)
    {
        // What nobody can change may be made by whom it likes.
        if (!_met.Add(info.Type) || IsImmutable(info.Type))
        {
            return null;
        }

        if (ForeignConverter(info) is { } converter)
        {
            return $"{info.Type} is made by a converter of its own, {converter}.";
        }

        if (info.OnDeserializing is not null || info.OnDeserialized is not null)
        {
            return $"{info.Type} runs code of its own when it has been read: two members may share one object.";
        }

        return info.Properties.Where(property => property.Get is not null || property.Set is not null).Select(property => Against(info, property))
            .Concat(Parts(info).Select(part => Against(info.Options, part)))
            .FirstOrDefault(reason => reason is not null);
    }

    private string? Against(JsonTypeInfo info, JsonPropertyInfo property)
    {
        if (IsImmutable(property.PropertyType))
        {
            return null;
        }

        var converter = Foreign(property.CustomConverter?.GetType()) ?? DeclaredConverter(property.AttributeProvider);
        return converter is null
            ? Against(info.Options, property.PropertyType)
            : $"{info.Type}.{property.Name} is made by a converter of its own, {converter}.";
    }

    private string? Against(JsonSerializerOptions options, Type type)
    {
        try
        {
            return options.TryGetTypeInfo(type, out var info) ? Against(info) : null;
        }
        catch (Exception failure) when (failure is NotSupportedException or InvalidOperationException)
        {
            // A member that is never read may be of a type that cannot be.
            return null;
        }
    }

    private static IEnumerable<Type> Parts(JsonTypeInfo info)
    {
        var derived = info.PolymorphismOptions?.DerivedTypes.Select(type => type.DerivedType) ?? [];
        return new[] { info.KeyType, info.ElementType, Nullable.GetUnderlyingType(info.Type) }.OfType<Type>().Concat(derived);
    }

    // The serializer wraps a converter for a base type or for a value in one of its own: hence the looks at what was asked for.
    private static Type? ForeignConverter(JsonTypeInfo info) =>
        Foreign(info.Converter.GetType())
        ?? DeclaredConverter(info.Type)
        ?? info.Options.Converters.FirstOrDefault(converter => Foreign(converter.GetType()) is not null && converter.CanConvert(info.Type))?.GetType();

    private static Type? DeclaredConverter(ICustomAttributeProvider? member) =>
        member?.GetCustomAttributes(typeof(JsonConverterAttribute), inherit: false).FirstOrDefault() is JsonConverterAttribute attribute
            ? Foreign(attribute.ConverterType ?? attribute.GetType())
            : null;

    private static Type? Foreign(Type? converter) => converter is null || converter.Assembly == typeof(JsonSerializer).Assembly ? null : converter;

    // Native code has fields without a description: only names prove something there.
    private static bool IsImmutable(Type type) => RuntimeFeature.IsDynamicCodeSupported ? Immutability.Holds(type) : Immutability.IsKnown(type);
}
