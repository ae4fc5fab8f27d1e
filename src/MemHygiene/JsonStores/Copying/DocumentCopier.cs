using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MemHygiene.JsonStores.Copying;

/// <summary>Copies a store's document in the fastest way that is safe for its type.</summary>
internal sealed class DocumentCopier<T>(JsonTypeInfo<T> typeInfo)
{
    private Func<T, T>? _copy = GeneratedCopies.For<T>();

    /// <summary>A graph that shares nothing mutable with the document.</summary>
    /// <param name="document">What the serializer has made.</param>
    public T Copy(T document)
    {
        if (_copy is { } copy)
        {
            try
            {
                return copy(document);
            }
            catch (UnknownTypeException)
            {
                _copy = null;
            }
        }

        return JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(document, typeInfo), typeInfo)!;
    }
}
