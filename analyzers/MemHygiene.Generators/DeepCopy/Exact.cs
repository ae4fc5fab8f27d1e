using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>Statements that look at an object's own type: a copy must never be of a lesser type than its source.</summary>
internal static class Exact
{
    private const string Same = "source.GetType() == typeof";

    /// <summary>Throws at any other type.</summary>
    public static string OrThrow(ITypeSymbol type) => $"if (source.GetType() != typeof({DocumentCopy.Name(type)})) {{ throw Unknown(source); }}\n";

    /// <summary>Copies as the one of these types that it is, and throws at any other.</summary>
    public static string OneOf(IEnumerable<ITypeSymbol> types, DocumentCopy copy) => Cases(types, copy) + "throw Unknown(source);";

    /// <summary>As <see cref="OneOf"/>, unless it is of the type itself: then what follows copies it.</summary>
    public static string OrOneOf(ITypeSymbol type, IReadOnlyCollection<ITypeSymbol> derived, DocumentCopy copy) => derived.Count == 0
        ? OrThrow(type)
        : $"if (source.GetType() != typeof({DocumentCopy.Name(type)}))\n{{\n    {OneOf(derived, copy).Replace("\n", "\n    ")}\n}}\n\n";

    private static string Cases(IEnumerable<ITypeSymbol> types, DocumentCopy copy) => string.Concat(types.Select(type =>
        $"if ({Same}({DocumentCopy.Name(type)})) {{ return {copy.Copied(type, $"({DocumentCopy.Name(type)})source", type.Name)}; }}\n"));
}
