using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.RequestReach;

/// <summary>
/// Names of types (<c>Some.Space.Type</c>) and members (<c>Some.Space.Type::Member</c>): comma-separated in <c>.editorconfig</c>, and one a line in an additional
/// file called like the key (<c>memhygiene.client_types.txt</c>). The option is read for the tree at hand: global options do not see <c>[*.cs]</c> sections.
/// </summary>
internal sealed class ConfiguredList
{
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<Entry>> _ofTrees = new();
    private readonly AnalyzerOptions _options;
    private readonly string _key;
    private readonly ImmutableArray<Entry> _ofFiles;

    public ConfiguredList(AnalyzerOptions options, string key)
    {
        _options = options;
        _key = key;
        _ofFiles = ImmutableArray.CreateRange(options.AdditionalFiles.Where(file => IsNamed(file.Path, key + ".txt")).SelectMany(ReadFile));
    }

    public bool IsEmpty(SyntaxTree tree) => Entries(tree).IsEmpty;

    public bool Contains(SyntaxTree tree, INamedTypeSymbol type) => Contains(tree, type, member: null);

    /// <summary>The type is listed as a whole, or this member of it.</summary>
    public bool Contains(SyntaxTree tree, INamedTypeSymbol type, string? member)
    {
        foreach (var entry in Entries(tree))
        {
            if ((entry.Member is null || entry.Member == member) && entry.Names(type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>This member is listed by its own name.</summary>
    public bool ContainsMember(SyntaxTree tree, INamedTypeSymbol type, string member)
    {
        foreach (var entry in Entries(tree))
        {
            if (entry.Member == member && entry.Names(type))
            {
                return true;
            }
        }

        return false;
    }

    private ImmutableArray<Entry> Entries(SyntaxTree tree) =>
        _ofTrees.TryGetValue(tree, out var known) ? known : _ofTrees.GetOrAdd(tree, Read);

    private ImmutableArray<Entry> Read(SyntaxTree tree) =>
        _options.AnalyzerConfigOptionsProvider.GetOptions(tree).TryGetValue(_key, out var list)
            ? _ofFiles.AddRange(list.Split(',').Select(Entry.Parse).OfType<Entry>())
            : _ofFiles;

    private static IEnumerable<Entry> ReadFile(AdditionalText file) =>
        file.GetText()?.Lines.Select(line => line.ToString()).Where(line => !line.TrimStart().StartsWith("#", StringComparison.Ordinal)).Select(Entry.Parse).OfType<Entry>() ?? [];

    private static bool IsNamed(string path, string name) =>
        path.EndsWith(name, StringComparison.OrdinalIgnoreCase) && (path.Length == name.Length || path[path.Length - name.Length - 1] is '/' or '\\');

    private sealed record Entry(string Namespace, string Type, string? Member)
    {
        public static Entry? Parse(string text)
        {
            var trimmed = text.Trim();
            if (trimmed.Length == 0)
            {
                return null;
            }

            var at = trimmed.IndexOf("::", StringComparison.Ordinal);
            var (space, type) = SinkTable.Split(at < 0 ? trimmed : trimmed.Substring(0, at));
            return new Entry(space, type, at < 0 ? null : trimmed.Substring(at + 2));
        }

        public bool Names(INamedTypeSymbol type) => Type == type.Name && (Namespace.Length == 0 || type.ContainingNamespace.Is(Namespace));
    }
}
