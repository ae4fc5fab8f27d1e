using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.Analyzers.Benchmarks.Mutants;

/// <summary>
/// Damages a file the way typing, merging and pasting do. The number of a mutant decides all about it, so that a failure is repeated by its number.
/// </summary>
internal sealed class Mutator(int seed)
{
    public Mutant Mutate(SyntaxTree tree, int number, CancellationToken cancellation)
    {
        var random = new Random(unchecked((seed * 7919) + number));
        var text = tree.GetText(cancellation);
        var tokens = tree.GetRoot(cancellation).DescendantTokens().Where(token => token.Span.Length > 0).ToList();
        var kind = tokens.Count < 2 ? 0 : random.Next(6);
        IReadOnlyList<TextChange> changes = kind switch
        {
            0 => [new TextChange(CharactersAt(text, random), "")],
            1 => [new TextChange(TextSpan.FromBounds(random.Next(text.Length + 1), text.Length), "")],
            2 => [new TextChange(Some(tokens, random, 5), "")],
            3 => Swap(tokens, random),
            4 => Duplicate(text, tokens, random),
            _ => [new TextChange(Any(tokens, random).Span, Any(tokens, random).Text)],
        };
        return new Mutant(number, tree, text.WithChanges(changes), Kinds[kind], changes);
    }

    private static readonly string[] Kinds = ["characters deleted", "cut short", "tokens deleted", "tokens swapped", "tokens duplicated", "token replaced"];

    private static TextSpan CharactersAt(SourceText text, Random random)
    {
        var start = random.Next(text.Length + 1);
        return TextSpan.FromBounds(start, Math.Min(text.Length, start + random.Next(1, 80)));
    }

    private static TextChange[] Swap(List<SyntaxToken> tokens, Random random)
    {
        // Close to each other as a rule: (a, b) to (b, a) is a slip that leaves most of the file's meaning.
        var first = random.Next(tokens.Count - 1);
        var second = random.Next(2) == 0 ? Math.Min(tokens.Count - 1, first + random.Next(1, 6)) : random.Next(first + 1, tokens.Count);
        return [new TextChange(tokens[first].Span, tokens[second].Text), new TextChange(tokens[second].Span, tokens[first].Text)];
    }

    private static TextChange[] Duplicate(SourceText text, List<SyntaxToken> tokens, Random random)
    {
        var span = Some(tokens, random, 40);
        return [new TextChange(new TextSpan(span.End, 0), " " + text.ToString(span))];
    }

    private static TextSpan Some(List<SyntaxToken> tokens, Random random, int most)
    {
        var first = random.Next(tokens.Count);
        var last = Math.Min(tokens.Count - 1, first + random.Next(most));
        return TextSpan.FromBounds(tokens[first].SpanStart, tokens[last].Span.End);
    }

    private static SyntaxToken Any(List<SyntaxToken> tokens, Random random) => tokens[random.Next(tokens.Count)];
}
