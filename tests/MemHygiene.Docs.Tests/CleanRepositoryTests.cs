using System.Text.RegularExpressions;

namespace MemHygiene.Docs.Tests;

/// <summary>The repository builds anywhere: no file names a package registry or a folder of somebody's machine.</summary>
public sealed partial class CleanRepositoryTests
{
    [Fact]
    public void Files_NameNoPackageRegistry()
    {
        var offenders = Lines().Where(line => Registry().IsMatch(line.Text)).Select(line => line.Place);

        Assert.Empty(offenders);
    }

    [Fact]
    public void Files_NameNoFolderOfAMachine()
    {
        var offenders = Lines().Where(line => MachineFolder().IsMatch(line.Text)).Select(line => line.Place);

        Assert.Empty(offenders);
    }

    [Fact]
    public void NuGetConfig_NamesNoRemoteSource()
    {
        Assert.DoesNotContain("http", RepositoryFiles.Read("NuGet.config"), StringComparison.OrdinalIgnoreCase);
    }

    // The letters are split so that this file does not find itself.
    [Theory]
    [InlineData("https://api.nuget" + ".org/v3/index.json")]
    [InlineData("<add key=\"feed\" value=\"https://packages.example/nuget/v3/index" + ".json\" />")]
    public void Registry_InALine_IsSeen(string line) => Assert.Matches(Registry(), line);

    [Theory]
    [InlineData("at C:" + "\\Users\\somebody\\source")]
    [InlineData("in /home" + "/somebody/source")]
    [InlineData("/roo" + "t/.nuget/packages")]
    public void MachineFolder_InALine_IsSeen(string line) => Assert.Matches(MachineFolder(), line);

    private static IEnumerable<(string Place, string Text)> Lines()
        => from file in RepositoryFiles.All
           let text = RepositoryFiles.Read(file)
           where !text.Contains('\0', StringComparison.Ordinal)
           from line in text.Split('\n').Index()
           select ($"{file}:{line.Index + 1}", line.Item);

    [GeneratedRegex(@"(api|globalcdn)\.nuget\.org|https?://[^\s""'<>]+/index\.json|registry\.npmjs|proxy\.golang", RegexOptions.IgnoreCase)]
    private static partial Regex Registry();

    // /home/app is the home folder inside the official .NET container images.
    [GeneratedRegex(@"(?<![\w.}~-])/(root|home/(?!app\b)\w+)/|[A-Za-z]:\\Users\\")]
    private static partial Regex MachineFolder();
}
