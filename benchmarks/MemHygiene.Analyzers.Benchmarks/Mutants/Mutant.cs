using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.Analyzers.Benchmarks.Mutants;

/// <summary>One damaged file, and where it belongs.</summary>
internal sealed record Mutant(int Number, SyntaxTree Original, SourceText Text, string Kind, IReadOnlyList<TextChange> Changes)
{
    public SyntaxTree Parse() => Original.WithChangedText(Text);

    public override string ToString() => $"mutant {Number}, {Kind} at {string.Join(" and ", Changes.Select(change => $"{change.Span} \"{Shortened(change.NewText!)}\""))}";

    private static string Shortened(string text) => (text.Length > 60 ? text[..60] + "…" : text).ReplaceLineEndings("⏎");
}
