using SupportDesk.Chat;

namespace BeforeAfter.Data;

/// <summary>The files that the app works on: made once, checked on every run.</summary>
internal static class DataFolder
{
    public static string Model(string folder) => Path.Combine(folder, "topics.model");

    public static string Catalog(string folder) => Path.Combine(folder, "catalog.json");

    /// <summary>Makes what is missing and proves that the model answers right.</summary>
    /// <exception cref="RunFailedException">The model file is cut short or damaged, or gives wrong answers.</exception>
    public static TextClassifier Prepare(string folder)
    {
        Directory.CreateDirectory(folder);
        var model = Model(folder);
        if (!File.Exists(model))
        {
            ModelTrainer.Write(model, Corpus.Training);
        }

        CatalogWriter.Write(Catalog(folder));

        var classifier = Load(model);
        if (Wrong(classifier).Count > 0)
        {
            // Made by an older checkout, from other sentences.
            ModelTrainer.Write(model, Corpus.Training);
            classifier = Load(model);
        }

        return Wrong(classifier) is [var first, ..]
            ? throw new RunFailedException($"The model {model} takes \"{first.Text}\" for {classifier.Classify(first.Text)} instead of {first.Topic}.")
            : classifier;
    }

    private static TextClassifier Load(string model)
    {
        try
        {
            return TextClassifier.Load(model);
        }
        catch (InvalidDataException broken)
        {
            throw new RunFailedException($"{broken.Message} Delete it: the next run makes it anew.", broken);
        }
    }

    private static List<Sentence> Wrong(TextClassifier classifier) =>
        [.. Corpus.Known.Where(sentence => classifier.Classify(sentence.Text) != sentence.Topic)];
}
