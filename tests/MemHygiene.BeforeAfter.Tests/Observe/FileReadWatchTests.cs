using BeforeAfter.Observe;

namespace MemHygiene.BeforeAfter.Tests.Observe;

public sealed class FileReadWatchTests
{
    [Fact]
    public void Reads_FileReadSevenTimes_IsSeven()
    {
        var path = Path.GetTempFileName();
        var watch = new FileReadWatch(path);

        for (var i = 0; i < 7; i++)
        {
            _ = File.ReadAllText(path);
        }

        watch.Dispose();
        File.Delete(path);
        Assert.Equal(7, watch.Reads);
    }

    [Fact]
    public void Constructor_NoSuchFile_SaysSo()
    {
        var error = Assert.Throws<RunFailedException>(() => new FileReadWatch("/nowhere/catalog.json"));

        Assert.Contains("/nowhere/catalog.json", error.Message, StringComparison.Ordinal);
    }
}
