using System.Text;

namespace MemHygiene.Packages.Tests;

public sealed class ContentTests(PackedPackages packages)
{
    [Theory]
    [InlineData("MemHygiene", "buildTransitive/MemHygiene.props", "buildTransitive/MemHygiene.targets")]
    [InlineData("MemHygiene.AspNetCore")]
    public void RuntimePackage_CarriesReadmeLicenceDocsAndSymbols(string id, params string[] build)
    {
        Assert.Equal(["LICENSE", $"{id}.nuspec", "README.md", .. build, $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], packages.Files(id));
        Assert.Equal([$"{id}.nuspec", $"lib/net10.0/{id}.pdb"], packages.Files(id, "snupkg"));
    }

    [Fact]
    public void AnalyzerPackage_CarriesRulesFixesAndGeneratorsAndNothingOfRoslyn()
    {
        var files = packages.Files("MemHygiene.Analyzers");

        Assert.Equal(
            [
                "LICENSE",
                "MemHygiene.Analyzers.nuspec",
                "README.md",
                "analyzers/dotnet/cs/MemHygiene.Analyzers.dll",
                "analyzers/dotnet/cs/MemHygiene.CodeFixes.dll",
                "analyzers/dotnet/cs/MemHygiene.Generators.dll",
                "buildTransitive/MemHygiene.Analyzers.targets",
            ],
            files);
    }

    [Theory]
    [InlineData("MemHygiene")]
    [InlineData("MemHygiene.AspNetCore")]
    public void Docs_DescribeThePublicTypes(string id)
    {
        var docs = Encoding.UTF8.GetString(packages.Read(id, $"lib/net10.0/{id}.xml"));

        Assert.Contains("<member name=\"T:", docs, StringComparison.Ordinal);
    }

    /// <summary>What a consumer's restore reads: the licence, no repository, and an analyzer dependency whose analyzers are not cut off.</summary>
    [Fact]
    public void Nuspecs_SayWhatTheyShould()
    {
        string[] ids = ["MemHygiene", "MemHygiene.AspNetCore", "MemHygiene.Analyzers"];

        Testing.Snapshot.Match(string.Join('\n', ids.Select(packages.Nuspec)));
    }
}
