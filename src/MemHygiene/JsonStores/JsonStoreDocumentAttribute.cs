namespace MemHygiene.JsonStores;

/// <summary>
/// Asks the compiler to write the copying of this type and of all that it reaches, for a <see cref="JsonStore{T}"/> that hands out copies. Types that are registered with
/// <c>AddJsonStore</c> need it only in a library, where the registration is not seen.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class JsonStoreDocumentAttribute : Attribute;
