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

    public static bool Contains(ITypeSymbol? type) => type is not null && Known.Contains(type.OriginalDefinition.ToDisplayString(Format));
}
