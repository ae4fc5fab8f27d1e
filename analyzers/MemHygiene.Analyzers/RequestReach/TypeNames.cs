namespace MemHygiene.RequestReach;

/// <summary>Other ways than its name to write a type, or to leave it out, anywhere in a compilation: a global directive stands in one file for all.</summary>
internal sealed class TypeNames
{
    private readonly HashSet<string> _aliases;
    private readonly HashSet<string> _imports;

    public TypeNames(IEnumerable<TreeIndex> files)
    {
        _aliases = new HashSet<string>(StringComparer.Ordinal);
        _imports = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            _aliases.UnionWith(file.Aliases);
            _imports.UnionWith(file.StaticImports);
        }
    }

    public bool IsAlias(string name) => _aliases.Contains(name);

    public bool IsImported(string type) => _imports.Contains(type);
}
