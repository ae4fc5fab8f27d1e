using System.ComponentModel;

namespace MemHygiene.JsonStores.Copying;

/// <summary>Thrown by copying code at an object whose type it was not written for; the store then copies through the serializer. Not for other callers.</summary>
/// <param name="type">The object's type.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UnknownTypeException(Type type) : Exception($"Nothing is known of copying a {type}.")
{
    /// <summary>The object's type.</summary>
    public Type Type => type;
}
