using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>Type parameters of a type and of those around it, outermost first.</summary>
internal static class TypeParameters
{
    public static IReadOnlyList<ITypeParameterSymbol> Of(INamedTypeSymbol definition) =>
        [.. definition.ContainingType is { } outer ? Of(outer) : [], .. definition.TypeParameters];

    public static IEnumerable<ITypeSymbol> Arguments(INamedTypeSymbol type) =>
        [.. type.ContainingType is { } outer ? Arguments(outer) : [], .. type.TypeArguments];

    /// <summary>The constraints again: the runtime wants an accessor's to be the same.</summary>
    public static string Constraints(IEnumerable<ITypeParameterSymbol> parameters) => string.Concat(parameters.Select(Constraints));

    private static string Constraints(ITypeParameterSymbol parameter)
    {
        string[] constraints =
        [
            .. parameter.HasUnmanagedTypeConstraint ? ["unmanaged"] : parameter.HasValueTypeConstraint ? ["struct"] : Array.Empty<string>(),
            .. parameter.HasReferenceTypeConstraint ? ["class"] : Array.Empty<string>(),
            .. parameter.HasNotNullConstraint ? ["notnull"] : Array.Empty<string>(),
            .. parameter.ConstraintTypes.Select(DocumentCopy.Name),
            .. parameter.HasConstructorConstraint ? ["new()"] : Array.Empty<string>(),
        ];
        return constraints.Length == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }
}
