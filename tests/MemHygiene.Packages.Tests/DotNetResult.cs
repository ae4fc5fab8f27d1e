namespace MemHygiene.Packages.Tests;

internal sealed record DotNetResult(string Command, int ExitCode, string Output)
{
    /// <summary>The same result, once it is known that the command succeeded.</summary>
    public DotNetResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }
}
