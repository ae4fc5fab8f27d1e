namespace MemHygiene.CodeFixes.Rewriting;

/// <summary>System namespaces first, then the alphabet: the order that editors and <c>dotnet format</c> agree on.</summary>
internal sealed class UsingOrder : IComparer<string>
{
    public static readonly UsingOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var system = IsSystem(y).CompareTo(IsSystem(x));
        return system != 0 ? system : StringComparer.OrdinalIgnoreCase.Compare(x, y);
    }

    private static bool IsSystem(string? name) => name is not null && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal));
}
