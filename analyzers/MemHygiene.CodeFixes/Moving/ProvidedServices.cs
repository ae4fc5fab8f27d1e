using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Moving;

/// <summary>Services that every host's root provider can give, so that a registration may ask for them.</summary>
internal static class ProvidedServices
{
    private static readonly HashSet<string> Known =
    [
        "Microsoft.Extensions.Configuration.IConfiguration",
        "Microsoft.Extensions.Hosting.IHostEnvironment",
        "Microsoft.AspNetCore.Hosting.IWebHostEnvironment",
        "Microsoft.Extensions.Options.IOptions<TOptions>",
        "Microsoft.Extensions.Options.IOptionsMonitor<TOptions>",
        "Microsoft.Extensions.Logging.ILogger<TCategoryName>",
        "Microsoft.Extensions.Logging.ILoggerFactory",
    ];

    private static readonly SymbolDisplayFormat Format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    /// <summary>The service to ask for in place of a value of this type; null where the provider has none.</summary>
    public static string? ServiceOf(ITypeSymbol? type) => type switch
    {
        null => null,
        { Name: "ConfigurationManager" or "IConfigurationRoot" or "IConfigurationManager" } when type.ContainingNamespace.ToDisplayString() == "Microsoft.Extensions.Configuration"
            => "IConfiguration",
        _ when Known.Contains(type.OriginalDefinition.ToDisplayString(Format)) => TypeNames.Short(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
        _ => null,
    };
}
