using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>How large code is.</summary>
internal static class Size
{
    public static int LinesOf(Compilation compilation) => compilation.SyntaxTrees.Sum(tree => tree.GetText().Lines.Count);
}
