using System.Runtime.InteropServices;
using SupportDesk.Chat;

namespace BeforeAfter.Data;

/// <summary>Trains the topic model (multinomial naive Bayes) and writes it in the format that <see cref="TextClassifier"/> loads. The same bytes every time.</summary>
internal static class ModelTrainer
{
    // Lidstone smoothing: the usual 1 would drown counts as small as ours in a million buckets.
    private const double Smoothing = 0.001;

    public static void Write(string path, IReadOnlyList<Sentence> sentences)
    {
        var labels = sentences.Select(sentence => sentence.Topic).Distinct().Order(StringComparer.Ordinal).ToArray();
        var weights = Train(labels, sentences);

        var body = labels.Sum(label => 1 + label.Length) + sizeof(int) + (weights.LongLength * sizeof(float));
        var unfinished = path + ".new";
        using (var file = new BinaryWriter(File.Create(unfinished)))
        {
            file.Write(TextClassifier.Magic);
            file.Write(TextClassifier.Checksum(weights));
            file.Write(body);
            file.Write(labels.Length);
            foreach (var label in labels)
            {
                file.Write(label);
            }

            file.Write(MemoryMarshal.AsBytes(weights.AsSpan()));
        }

        // A run that is interrupted here must not leave half a model under the real name.
        File.Move(unfinished, path, overwrite: true);
    }

    private static float[] Train(string[] labels, IReadOnlyList<Sentence> sentences)
    {
        var counts = new float[TextFeatures.BucketCount * labels.Length];
        var totals = new double[labels.Length];
        foreach (var sentence in sentences)
        {
            var label = Array.IndexOf(labels, sentence.Topic);
            foreach (var bucket in TextFeatures.Buckets(sentence.Text))
            {
                counts[(bucket * labels.Length) + label]++;
                totals[label]++;
            }
        }

        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = (float)Math.Log((counts[i] + Smoothing) / (totals[i % labels.Length] + (Smoothing * TextFeatures.BucketCount)));
        }

        return counts;
    }
}
