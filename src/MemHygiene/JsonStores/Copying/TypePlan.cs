using System.Reflection;

namespace MemHygiene.JsonStores.Copying;

/// <summary>How the objects of one declared type are copied.</summary>
/// <param name="Type">As a field, an element or the document declares it.</param>
/// <param name="Shape">The way.</param>
internal sealed record TypePlan(Type Type, CopyShape Shape)
{
    /// <summary>Copied one by one; empty for the shapes that have none.</summary>
    public IReadOnlyList<FieldInfo> Fields { get; init; } = [];

    /// <summary>Run-time types that objects may have beside the declared one.</summary>
    public IReadOnlyList<Type> Others { get; init; } = [];

    /// <summary>What copies a framework's collection: a closed method of <see cref="CollectionCopies"/>.</summary>
    public MethodInfo? Method { get; init; }

    /// <summary>For a type that derives from a framework's collection: what gives it the collection's part.</summary>
    public CollectionPart? Part { get; init; }

    /// <summary>Objects of exactly this type exist.</summary>
    public bool IsConcrete => Shape != CopyShape.Dispatch;

    /// <summary>An object that is not null can be of another type.</summary>
    public bool NeedsTypeCheck => !Type.IsValueType && Shape != CopyShape.Clone && !(Type.IsSealed && (!Type.IsArray || IsExact(Type.GetElementType()!)));

    // Arrays are sealed and covariant all the same.
    private static bool IsExact(Type element) => element.IsValueType || (element.IsSealed && !element.IsArray);
}
