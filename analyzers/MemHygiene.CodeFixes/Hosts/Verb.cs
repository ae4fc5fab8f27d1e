namespace MemHygiene.CodeFixes.Hosts;

/// <summary>One registration on the MemHygiene builder, as code that compiles in the host: <c>AddJsonStore&lt;Catalog&gt;("catalog.json")</c>.</summary>
/// <param name="Name">The method.</param>
/// <param name="ServiceArgument">The type argument that tells registrations of this verb apart, fully named; null where there is only one.</param>
/// <param name="TypeArgument">The type argument to write; null where it is inferred or there is none.</param>
/// <param name="Arguments">The arguments to write. A registration that is there already must have an equal first one.</param>
/// <param name="Namespaces">What the arguments need in scope.</param>
internal sealed record Verb(string Name, string? ServiceArgument, string? TypeArgument, IReadOnlyList<string> Arguments, IReadOnlyList<string> Namespaces)
{
    public static Verb Plain(string name) => new(name, null, null, [], []);

    public string Code => $"{Name}{(TypeArgument is null ? "" : $"<{TypeArgument}>")}({string.Join(", ", Arguments)})";
}
