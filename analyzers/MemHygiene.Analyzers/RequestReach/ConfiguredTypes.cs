using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.RequestReach;

/// <summary>
/// A comma-separated list of type names in <c>.editorconfig</c>. It is read for the tree at hand: global options do not see <c>[*.cs]</c> sections.
/// </summary>
internal sealed class ConfiguredTypes(AnalyzerOptions options, string key)
{
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<(string Namespace, string Type)>> _types = new();

    public bool Contain(SyntaxTree tree, INamedTypeSymbol type)
    {
        foreach (var (space, name) in _types.GetOrAdd(tree, Read))
        {
            if (name == type.Name && (space.Length == 0 || type.ContainingNamespace.Is(space)))
            {
                return true;
            }
        }

        return false;
    }

    private ImmutableArray<(string Namespace, string Type)> Read(SyntaxTree tree) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(tree).TryGetValue(key, out var list)
            ? ImmutableArray.CreateRange(list.Split(',').Select(entry => SinkTable.Split(entry.Trim())))
            : ImmutableArray<(string, string)>.Empty;
}
