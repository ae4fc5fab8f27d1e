namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>
/// Restores the analyzers that we compare with, into the machine's package cache and through a project that is thrown away: no project of this
/// repository depends on them.
/// </summary>
internal static class PeerPackages
{
    private static readonly (string Id, string Version)[] Packages = [("Meziantou.Analyzer", "3.0.321"), ("SonarAnalyzer.CSharp", "10.36.0.15337")];

    /// <summary>The peers that the machine's package sources serve; the others are named on <paramref name="output"/>.</summary>
    public static async Task<IReadOnlyList<Peer>> RestoreAsync(TextWriter output, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("memhygiene-peers-").FullName;
        try
        {
            var peers = new List<Peer>();
            foreach (var (id, version) in Packages)
            {
                var project = Path.Combine(folder, id, "Peer.csproj");
                Directory.CreateDirectory(Path.GetDirectoryName(project)!);
                await File.WriteAllTextAsync(project, $"""
                    <Project Sdk="Microsoft.NET.Sdk">
                      <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
                      <ItemGroup><PackageReference Include="{id}" Version="[{version}]" PrivateAssets="all" /></ItemGroup>
                      <Target Name="PrintAnalyzers" DependsOnTargets="ResolvePackageAssets;ResolveLockFileAnalyzers">
                        <Message Importance="high" Text="@(Analyzer->'analyzer=%(FullPath)', '%0A')" />
                      </Target>
                    </Project>
                    """, cancellation);
                var (_, code, printed) = await ChildProcess.RunAsync("dotnet", ["build", project, "--nologo", "-restore", "-target:PrintAnalyzers", "-nodeReuse:false"], cancellation);
                var assemblies = printed.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("analyzer=", StringComparison.Ordinal)).Select(line => line["analyzer=".Length..])
                    .Where(path => path.Contains(id, StringComparison.OrdinalIgnoreCase) && path.EndsWith(".dll", StringComparison.Ordinal)).ToList();
                if (code == 0 && assemblies.Count > 0)
                {
                    peers.Add(new Peer($"{id} {version}", assemblies));
                }
                else
                {
                    output.WriteLine($"note: {id} {version} could not be restored and is left out.");
                }
            }

            return peers;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
