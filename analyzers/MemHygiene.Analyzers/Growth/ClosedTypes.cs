using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Growth;

/// <summary>Types of which a program has only so many values, and types of what it is made of.</summary>
internal static class ClosedTypes
{
    private static readonly string[] ServiceEndings = ["Service", "Options", "Settings", "Repository", "Factory", "Provider", "Manager", "Store", "Configuration"];

    /// <summary>Few values: truth values, enumerations, what reflection and routing describe.</summary>
    public static bool Contain(ITypeSymbol? type) => type switch
    {
        null => false,
        { SpecialType: SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Char } => true,
        { TypeKind: TypeKind.Enum or TypeKind.Delegate } => true,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: { Length: 1 } arguments } => Contain(arguments[0]),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.All(element => Contain(element.Type)),
        _ => Describes(type),
    };

    /// <summary>What the container fills in, not the request.</summary>
    public static bool AreService(IParameterSymbol parameter) => parameter.HasAttribute("FromServicesAttribute") || parameter.HasAttribute("FromKeyedServicesAttribute") || IsService(parameter.Type);

    private static bool IsService(ITypeSymbol type) =>
        (type.TypeKind == TypeKind.Interface && !IsData(type))
        || type.Name == "CancellationToken"
        || (type.ContainingNamespace?.ToDisplayString() is { } space && space.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && type.Name != "StringValues")
        || Array.Exists(ServiceEndings, ending => type.Name.EndsWith(ending, StringComparison.Ordinal));

    private static bool IsData(ITypeSymbol type) =>
        type.AllInterfaces.Any(candidate => candidate.SpecialType == SpecialType.System_Collections_IEnumerable)
        || type.Name is "IFormFile" or "IPrincipal" or "IIdentity";

    private static bool Describes(ITypeSymbol type) => type.Name switch
    {
        "Type" or "CultureInfo" => type.ContainingNamespace.Is("System") || type.ContainingNamespace.Is("System.Globalization"),
        "Endpoint" or "RouteEndpoint" or "ActionDescriptor" or "ControllerActionDescriptor" or "EndpointMetadataCollection" => true,
        _ => type.ContainingNamespace.Is("System.Reflection"),
    };
}
