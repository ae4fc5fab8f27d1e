using BeforeAfter.Data;

namespace MemHygiene.BeforeAfter.Tests.Data;

/// <summary>One trained model in a folder of its own, for all tests that read or break one.</summary>
public sealed class TrainedModel : IDisposable
{
    public TrainedModel()
    {
        ModelTrainer.Write(Path, Corpus.Training);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("before-after-").FullName;

    public string Path => DataFolder.Model(Folder);

    /// <summary>A copy that a test may break.</summary>
    public string Copy(string name)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Folder, name)).FullName;
        var copy = DataFolder.Model(folder);
        File.Copy(Path, copy);
        return copy;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
