using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.RequestReach;

/// <summary>
/// A comma-separated list of type names in <c>.editorconfig</c>. It is read for the tree at hand: global options do not see <c>[*.cs]</c> sections.
/// </summary>
internal static class ConfiguredTypes
{
    public static bool Contain(AnalyzerOptions options, SyntaxTree tree, string key, INamedTypeSymbol type)
    {
        if (!options.AnalyzerConfigOptionsProvider.GetOptions(tree).TryGetValue(key, out var list))
        {
            return false;
        }

        foreach (var entry in list.Split(','))
        {
            var (space, name) = SinkTable.Split(entry.Trim());
            if (name == type.Name && (space.Length == 0 || type.ContainingNamespace.Is(space)))
            {
                return true;
            }
        }

        return false;
    }
}
