namespace MemHygiene.Packages.Tests;

/// <summary>A project outside the checkout that knows our packages from the feed alone.</summary>
internal sealed class Consumer
{
    private readonly string _folder;

    private Consumer(string folder) => _folder = folder;

    public static Consumer Create(PackedPackages packages, string name, string project, string code)
    {
        var folder = Directory.CreateDirectory(Path.Combine(packages.Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), project.Replace("VERSION", packages.Version, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "Code.cs"), code);
        // Added to the machine's sources, which the framework's packages come from.
        File.WriteAllText(Path.Combine(folder, "NuGet.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packages.Feed}" />
              </packageSources>
            </configuration>
            """);
        return new Consumer(folder);
    }

    /// <returns>The file's path.</returns>
    public string Add(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<DotNetResult> BuildAsync(params string[] arguments) => DotNet.RunAsync(_folder, ["build", "--no-incremental", .. arguments]);

    public Task<DotNetResult> PublishAsync(params string[] arguments)
        => DotNet.RunAsync(_folder, ["publish", "--output", Published, .. arguments]);

    /// <summary>Evaluates the project only.</summary>
    public Task<DotNetResult> EvaluateAsync(params string[] arguments) => DotNet.RunAsync(_folder, ["msbuild", .. arguments]);

    /// <summary>Runs what was built.</summary>
    public Task<DotNetResult> RunAsync(IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
        => DotNet.RunAsync(_folder, environment, [BuiltFile(".dll"), .. arguments]);

    /// <summary>Runs the program that was published.</summary>
    public Task<DotNetResult> RunPublishedAsync(IEnumerable<KeyValuePair<string, string>> environment)
        => DotNet.RunAsync(Path.Combine(Published, Path.GetFileName(_folder)), Published, environment, []);

    /// <summary>The file beside the built assembly that has its name and this ending.</summary>
    public string BuiltFile(string ending)
        => Directory.GetFiles(Path.Combine(_folder, "bin"), Path.GetFileName(_folder) + ending, SearchOption.AllDirectories).Single();

    public string[] PublishedFiles() => [.. Directory.GetFiles(Published, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>()];

    private string Published => Path.Combine(_folder, "published");
}
