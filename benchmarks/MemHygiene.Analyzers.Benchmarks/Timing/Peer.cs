namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>Analyzers that a compile runs with: assemblies to load, none for the compile alone.</summary>
internal sealed record Peer(string Name, IReadOnlyList<string> Assemblies);
