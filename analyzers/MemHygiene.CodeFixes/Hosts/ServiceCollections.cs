using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Hosts;

/// <summary>The container's collection, and the few services that exist before it does.</summary>
internal static class ServiceCollections
{
    public static bool Are(ITypeSymbol type) => type is { Name: "IServiceCollection", ContainingNamespace: { Name: "DependencyInjection", ContainingNamespace.Name: "Extensions" } };

    /// <summary>For which services an object of this type can stand, by their short names.</summary>
    public static IReadOnlyList<string> ServicesOf(ITypeSymbol? type) => type?.Name switch
    {
        "IConfiguration" or "IConfigurationRoot" or "IConfigurationManager" or "ConfigurationManager" => ["IConfiguration"],
        "IHostEnvironment" => ["IHostEnvironment"],
        "IWebHostEnvironment" => ["IHostEnvironment", "IWebHostEnvironment"],
        _ => [],
    };
}
