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

    public Task<DotNetResult> BuildAsync(params string[] arguments) => DotNet.RunAsync(_folder, ["build", "--no-incremental", .. arguments]);

    public Task<DotNetResult> PublishAsync(params string[] arguments)
        => DotNet.RunAsync(_folder, ["publish", "--output", Published, .. arguments]);

    public string[] PublishedFiles() => [.. Directory.GetFiles(Published, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>()];

    private string Published => Path.Combine(_folder, "published");
}
