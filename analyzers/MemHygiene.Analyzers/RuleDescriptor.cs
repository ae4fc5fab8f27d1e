using Microsoft.CodeAnalysis;

namespace MemHygiene;

/// <summary>What all rules have in common: their category, their severity and where their pages are.</summary>
internal static class RuleDescriptor
{
    public const string Category = "MemHygiene";

    /// <summary>Proven and costly.</summary>
    /// <remarks>No help link: it would have to be absolute, and pages belong to whichever repository a build comes from.</remarks>
    public static DiagnosticDescriptor Warning(string id, string title, string message, string description) =>
        Create(id, title, message, description, DiagnosticSeverity.Warning, isEnabled: true);

    /// <summary>Likely, not proven, or cheap: a hint in the editor, not a line in the build's output.</summary>
    public static DiagnosticDescriptor Suggestion(string id, string title, string message, string description) =>
        Create(id, title, message, description, DiagnosticSeverity.Info, isEnabled: true);

    /// <summary>A matter of taste: off until a project asks for it by a severity.</summary>
    public static DiagnosticDescriptor Silent(string id, string title, string message, string description) =>
        Create(id, title, message, description, DiagnosticSeverity.Info, isEnabled: false);

    /// <summary>The same rule where its finding is likely only: in a library, from a service that other projects call.</summary>
    public static DiagnosticDescriptor Likely(DiagnosticDescriptor rule, string message) =>
        Create(rule.Id, rule.Title.ToString(), message, rule.Description.ToString(), DiagnosticSeverity.Info, isEnabled: true);

    private static DiagnosticDescriptor Create(string id, string title, string message, string description, DiagnosticSeverity severity, bool isEnabled) =>
        new(id, title, message, Category, severity, isEnabled, description);
}
