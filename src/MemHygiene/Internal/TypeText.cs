namespace MemHygiene.Internal;

/// <summary>A type's name as it stands in the code, without namespaces.</summary>
internal static class TypeText
{
    public static string Of(Type type)
    {
        var name = type.Name;
        var arity = name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? name : $"{name[..arity]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
    }
}
