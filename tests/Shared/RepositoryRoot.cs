namespace MemHygiene.Testing;

/// <summary>The checkout that the tests were built from, found by its solution file.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "MemHygiene.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No MemHygiene.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
