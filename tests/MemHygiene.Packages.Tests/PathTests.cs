using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace MemHygiene.Packages.Tests;

/// <summary>A package says the same from whichever folder it was built: neither the checkout's path nor the build's appears in it.</summary>
public sealed class PathTests(PackedPackages packages)
{
    [Theory]
    [InlineData("MemHygiene", "lib/net10.0/MemHygiene.dll", "nupkg")]
    [InlineData("MemHygiene", "lib/net10.0/MemHygiene.pdb", "snupkg")]
    [InlineData("MemHygiene.AspNetCore", "lib/net10.0/MemHygiene.AspNetCore.dll", "nupkg")]
    [InlineData("MemHygiene.AspNetCore", "lib/net10.0/MemHygiene.AspNetCore.pdb", "snupkg")]
    [InlineData("MemHygiene.Analyzers", "analyzers/dotnet/cs/MemHygiene.Analyzers.dll", "nupkg")]
    [InlineData("MemHygiene.Analyzers", "analyzers/dotnet/cs/MemHygiene.CodeFixes.dll", "nupkg")]
    public void Assembly_NamesNoFolderOfTheBuild(string id, string file, string extension)
    {
        var content = packages.Read(id, file, extension);

        Assert.All([Testing.RepositoryRoot.Path, packages.Folder], folder =>
        {
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder)));
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(folder)));
        });
    }

    [Theory]
    [InlineData("MemHygiene.Analyzers")]
    [InlineData("MemHygiene.CodeFixes")]
    public void EmbeddedSymbols_NameSourcesFromTheRepositorysRoot(string assembly)
    {
        var content = packages.Read("MemHygiene.Analyzers", $"analyzers/dotnet/cs/{assembly}.dll");

        using var portable = new PEReader(new MemoryStream(content));
        var entry = portable.ReadDebugDirectory().Single(debug => debug.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = portable.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        var reader = symbols.GetMetadataReader();
        var sources = reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name)).ToArray();

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.StartsWith("/_/", source, StringComparison.Ordinal));
    }
}
