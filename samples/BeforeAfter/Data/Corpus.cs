namespace BeforeAfter.Data;

/// <summary>A sentence and what it is about.</summary>
internal sealed record Sentence(string Topic, string Text);

/// <summary>The sentences that the model is trained on, and others that it must answer right.</summary>
internal static class Corpus
{
    public static IReadOnlyList<Sentence> Training { get; } = Read("corpus.tsv");

    public static IReadOnlyList<Sentence> Known { get; } = Read("known.tsv");

    private static List<Sentence> Read(string resource)
    {
        using var stream = typeof(Corpus).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var sentences = new List<Sentence>();
        while (reader.ReadLine() is { } line)
        {
            var tab = line.IndexOf('\t');
            sentences.Add(new Sentence(line[..tab], line[(tab + 1)..]));
        }

        return sentences;
    }
}
