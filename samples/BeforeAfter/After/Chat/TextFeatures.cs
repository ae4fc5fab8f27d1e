namespace SupportDesk.Chat;

/// <summary>Turns a text into the buckets of its words, word pairs and letter triples: the same for training and for classifying.</summary>
public static class TextFeatures
{
    public const int BucketCount = 1 << 20;

    private static readonly char[] Separators = [' ', '\t', '\n', '\r', '.', ',', ';', ':', '!', '?', '"', '(', ')', '-', '/'];

    public static IEnumerable<int> Buckets(string text)
    {
        var previous = "^";
        foreach (var word in text.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Hash('w', word);
            yield return Hash('p', previous, word);
            for (var start = 0; start + 3 <= word.Length; start++)
            {
                yield return Hash('t', word.AsSpan(start, 3));
            }

            previous = word;
        }
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static int Hash(char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second = default)
    {
        var hash = (2166136261u ^ kind) * 16777619u;
        foreach (var letter in first)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        hash = (hash ^ ' ') * 16777619u;
        foreach (var letter in second)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        hash ^= hash >> 15;
        return (int)(hash % BucketCount);
    }
}
