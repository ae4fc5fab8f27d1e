namespace BeforeAfter;

/// <summary>The folders that a run reads and writes, all below one checkout.</summary>
internal sealed class Workplace
{
    private Workplace(string root)
    {
        Root = root;
    }

    public string Root { get; }

    public string Sample => Path.Combine(Root, "samples", "BeforeAfter");

    public string Output => Path.Combine(Root, "artifacts", "before-after");

    public string Data => Path.Combine(Output, "data");

    public string Fixed => Path.Combine(Output, "fixed");

    public static Workplace Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MemHygiene.sln")))
            {
                return new Workplace(folder.FullName);
            }
        }

        throw new RunFailedException($"There is no MemHygiene.sln above {AppContext.BaseDirectory}: run the sample from a checkout.");
    }

    /// <summary>Two runs at a time would share sessions and counters, and measure each other.</summary>
    public FileStream Claim()
    {
        Directory.CreateDirectory(Output);
        try
        {
            return new FileStream(Path.Combine(Output, "run.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException inUse)
        {
            throw new RunFailedException($"Another run is under way in {Output}: wait until it has ended.", inUse);
        }
    }
}
