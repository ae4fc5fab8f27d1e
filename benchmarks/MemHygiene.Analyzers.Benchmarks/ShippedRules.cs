using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Analyzers.Benchmarks;

/// <summary>Every analyzer and every fixer of the package: a new rule is measured without a line here.</summary>
internal static class ShippedRules
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [.. Load<DiagnosticAnalyzer>("MemHygiene.Analyzers")];

    public static IReadOnlyList<CodeFixProvider> Fixers { get; } = [.. Load<CodeFixProvider>("MemHygiene.CodeFixes")];

    /// <summary>Rules that are off or only informative by default count as well: a build that treats them as warnings runs them.</summary>
    public static ImmutableDictionary<string, ReportDiagnostic> AllAsWarnings { get; } = Analyzers
        .SelectMany(analyzer => analyzer.SupportedDiagnostics)
        .Select(descriptor => descriptor.Id)
        .Distinct()
        .ToImmutableDictionary(id => id, _ => ReportDiagnostic.Warn);

    public static string AnalyzerPath { get; } = Assembly.Load("MemHygiene.Analyzers").Location;

    private static IEnumerable<T> Load<T>(string assembly) =>
        Assembly.Load(assembly).GetTypes()
            .Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type, nonPublic: true)!);
}
