using System.IO.Compression;
using System.Text;

[assembly: AssemblyFixture(typeof(MemHygiene.Packages.Tests.PackedPackages))]

namespace MemHygiene.Packages.Tests;

/// <summary>
/// The three packages, packed once per test run under a version that no cache can know, so a consumer never restores yesterday's package.
/// They are built into a folder of their own: a solution build that runs at the same time shares nothing with it.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>Outside the checkout: no Directory.Build file may reach the consumers.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("memhygiene-packages-").FullName;

    internal string Version { get; } = $"0.1.0-test.{DateTime.UtcNow.Ticks}";

    internal string Feed => Path.Combine(Folder, "artifacts", "package", "release");

    public async ValueTask InitializeAsync()
    {
        await PackAsync("src/MemHygiene.AspNetCore");
        // The first has restored and built what it depends on.
        await PackAsync("src/MemHygiene", "--no-build");
        await PackAsync("analyzers/MemHygiene.Analyzers", "--no-build");
    }

    /// <summary>The names of a package's files, without the packaging format's own, in order.</summary>
    internal string[] Files(string id, string extension = "nupkg")
    {
        using var package = Open(id, extension);
        return [.. package.Entries.Select(entry => entry.FullName).Where(name => !IsOfTheFormat(name)).Order(StringComparer.Ordinal)];
    }

    internal byte[] Read(string id, string file, string extension = "nupkg")
    {
        using var package = Open(id, extension);
        using var content = package.GetEntry(file)!.Open();
        var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    internal string Nuspec(string id)
        => Encoding.UTF8.GetString(Read(id, $"{id}.nuspec")).TrimStart((char)0xFEFF).Replace(Version, "VERSION", StringComparison.Ordinal);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        foreach (var restored in Directory.GetDirectories(GlobalPackagesFolder(), "memhygiene*"))
        {
            var ofThisRun = Path.Combine(restored, Version);
            if (Directory.Exists(ofThisRun))
            {
                Directory.Delete(ofThisRun, recursive: true);
            }

            if (!Directory.EnumerateFileSystemEntries(restored).Any())
            {
                Directory.Delete(restored);
            }
        }

        return ValueTask.CompletedTask;
    }

    private async Task PackAsync(string project, params string[] arguments)
    {
        var packed = await DotNet.RunAsync(
            Testing.RepositoryRoot.Path,
            [
                "pack", project, "--configuration", "Release", .. arguments,
                $"-p:ArtifactsPath={Path.Combine(Folder, "artifacts")}", $"-p:Version={Version}",
            ]);
        packed.Succeeded();
    }

    private static string GlobalPackagesFolder()
        => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static bool IsOfTheFormat(string name)
        => name.StartsWith("_rels/", StringComparison.Ordinal)
        || name.StartsWith("package/", StringComparison.Ordinal)
        || name == "[Content_Types].xml";

    private ZipArchive Open(string id, string extension) => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.{extension}"));
}
