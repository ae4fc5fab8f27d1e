using BeforeAfter.Data;
using SupportDesk.Chat;

namespace MemHygiene.BeforeAfter.Tests.Data;

public sealed class TextClassifierTests(TrainedModel model) : IClassFixture<TrainedModel>
{
    [Fact]
    public void Classify_SentencesThatItWasNotTrainedOn_NamesTheirTopics()
    {
        var classifier = TextClassifier.Load(model.Path);

        var answers = Corpus.Known.Select(sentence => classifier.Classify(sentence.Text));

        Assert.Equal(Corpus.Known.Select(sentence => sentence.Topic), answers);
        Assert.Empty(Corpus.Known.Select(sentence => sentence.Text).Intersect(Corpus.Training.Select(sentence => sentence.Text)));
    }

    [Fact]
    public void Load_FileCutShort_SaysHowMuchIsMissing()
    {
        var path = model.Copy("short");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(1_000_000);
        }

        var error = Assert.Throws<InvalidDataException>(() => TextClassifier.Load(path));

        Assert.Contains("is cut short", error.Message, StringComparison.Ordinal);
        Assert.Contains("holds 999,984", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OneByteChanged_SaysThatItIsDamaged()
    {
        var path = model.Copy("damaged");
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.Position = 20_000_000;
            var old = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(old ^ 1));
        }

        var error = Assert.Throws<InvalidDataException>(() => TextClassifier.Load(path));

        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnotherFile_SaysThatItIsNoModel()
    {
        var error = Assert.Throws<InvalidDataException>(() => TextClassifier.Load(typeof(TextClassifierTests).Assembly.Location));

        Assert.Contains("is not a topic model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        var again = Path.Combine(model.Folder, "again.model");

        ModelTrainer.Write(again, Corpus.Training);

        Assert.True(File.ReadAllBytes(model.Path).AsSpan().SequenceEqual(File.ReadAllBytes(again)));
    }

    [Fact]
    public void Prepare_ModelCutShort_TellsWhatToDo()
    {
        var path = model.Copy("prepared");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length - 1);
        }

        var error = Assert.Throws<RunFailedException>(() => DataFolder.Prepare(Path.GetDirectoryName(path)!));

        Assert.Contains("Delete it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_ModelFromOtherSentences_MakesItAnew()
    {
        var folder = Directory.CreateDirectory(Path.Combine(model.Folder, "stale")).FullName;
        ModelTrainer.Write(DataFolder.Model(folder), [new Sentence("delivery", "one"), new Sentence("returns", "two")]);

        var classifier = DataFolder.Prepare(folder);

        Assert.Equal("human", classifier.Classify("connect me with a real person please"));
    }
}
