using Microsoft.CodeAnalysis;

namespace MemHygiene;

/// <summary>What all rules have in common: their category, their severity and where their pages are.</summary>
internal static class RuleDescriptor
{
    public const string Category = "MemHygiene";

    /// <remarks>No help link: it would have to be absolute, and pages belong to whichever repository a build comes from.</remarks>
    public static DiagnosticDescriptor Warning(string id, string title, string message, string description) => new(
        id,
        title,
        message,
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description);
}
