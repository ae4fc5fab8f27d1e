using System.Globalization;
using System.Text.Json;

namespace MemHygiene.Packages.Tests;

/// <summary>A web app that names the build profile.</summary>
public sealed class ProfileTests(PackedPackages packages)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <MemHygieneProfile Condition="'$(Profile)' != 'none'">small-container</MemHygieneProfile>
            <MemHygieneProfile Condition="'$(Profile)' == 'tiny'">tiny</MemHygieneProfile>
          </PropertyGroup>
          <PropertyGroup Condition="'$(Own)' == 'true'">
            <ServerGarbageCollection>true</ServerGarbageCollection>
          </PropertyGroup>
          <ItemGroup Condition="'$(Own)' == 'true'">
            <RuntimeHostConfigurationOption Include="System.GC.ConserveMemory" Value="2" />
          </ItemGroup>
          <ItemGroup>
            <PackageReference Include="MemHygiene.AspNetCore" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;

    // Prints the plan's environment, or what the collector of this process was told.
    private const string Code = """
        using MemHygiene.Budgets;

        if (args is ["plan"])
        {
            Console.Write(MemoryPlan.ForThisMachine(options => (options.AvailableBytes, options.Cores) = (512L * 1024 * 1024, 2)).ToEnvironmentFile());
        }
        else
        {
            var told = GC.GetConfigurationVariables();
            Console.WriteLine($"server {told["ServerGC"]}, concurrent {told["ConcurrentGC"]}, conserve {told["GCConserveMem"]}, limit {told["GCHeapHardLimit"]}");
        }
        """;

    /// <summary>One build for all: its runtime configuration, the process that reads it, and a process that reads the plan's environment as well.</summary>
    [Fact]
    public async Task Build_OfASmallContainer_ConfiguresTheCollector()
    {
        var app = Consumer.Create(packages, "small", Project, Code);

        (await app.BuildAsync()).Succeeded();
        var told = (await app.RunAsync([])).Succeeded().Output;
        var file = (await app.RunAsync([], "plan")).Succeeded().Output;
        var planned = (await app.RunAsync(Variables(file))).Succeeded().Output;

        var options = JsonDocument.Parse(File.ReadAllText(app.BuiltFile(".runtimeconfig.json"))).RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.False(options.GetProperty("System.GC.Server").GetBoolean());
        Assert.Equal(5, options.GetProperty("System.GC.ConserveMemory").GetInt32());
        Assert.Equal("server False, concurrent True, conserve 5, limit 0", told.Trim());
        var limit = long.Parse(Variables(file)["DOTNET_GCHeapHardLimit"][2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.Equal($"server False, concurrent True, conserve 5, limit {limit}", planned.Trim());
    }

    [Fact]
    public async Task Evaluate_ProjectWithItsOwnSettings_KeepsThem()
    {
        var app = Consumer.Create(packages, "own", Project, Code);
        (await app.EvaluateAsync("-restore", "-t:Restore")).Succeeded();

        var profile = await app.EvaluateAsync("-getProperty:ServerGarbageCollection", "-p:Own=true");
        var conserve = await app.EvaluateAsync("-getItem:RuntimeHostConfigurationOption", "-p:Own=true");
        app.Add("runtimeconfig.template.json", """{ "configProperties": { "System.GC.Server": true, "System.GC.ConserveMemory": 3 } }""");
        var template = await app.EvaluateAsync("-getProperty:ServerGarbageCollection");
        var templateConserve = await app.EvaluateAsync("-getItem:RuntimeHostConfigurationOption");
        var none = await app.EvaluateAsync("-getProperty:ServerGarbageCollection", "-p:Profile=none");
        File.Delete(app.Add("runtimeconfig.template.json", ""));
        var profiled = await app.EvaluateAsync("-getProperty:ServerGarbageCollection");
        app.Add("Directory.Build.props", "<Project><PropertyGroup><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup></Project>");
        var shared = await app.EvaluateAsync("-getProperty:ServerGarbageCollection");

        Assert.Equal("true", Server(profile));
        Assert.Equal(["2"], Values(conserve, "System.GC.ConserveMemory"));
        Assert.Equal("true", Server(template));
        Assert.Empty(Values(templateConserve, "System.GC.ConserveMemory"));
        Assert.Equal(("true", "false", "true"), (Server(none), Server(profiled), Server(shared)));
    }

    [Fact]
    public async Task Build_OfAnUnknownProfile_FailsAndListsThoseThereAre()
    {
        var app = Consumer.Create(packages, "unknown", Project, Code);

        var build = await app.BuildAsync("-p:Profile=tiny");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("error MEMHYGIENE01: MemHygieneProfile is 'tiny', which is no profile. The profiles are: small-container.", build.Output, StringComparison.Ordinal);
    }

    private static string Server(DotNetResult evaluated) => evaluated.Succeeded().Output.Trim();

    private static IEnumerable<string?> Values(DotNetResult evaluated, string option) =>
    [
        .. JsonDocument.Parse(evaluated.Succeeded().Output).RootElement.GetProperty("Items").GetProperty("RuntimeHostConfigurationOption").EnumerateArray()
            .Where(item => item.GetProperty("Identity").GetString() == option)
            .Select(item => item.GetProperty("Value").GetString()),
    ];

    private static Dictionary<string, string> Variables(string file) => file
        .Split('\n')
        .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2))
        .ToDictionary(parts => parts[0], parts => parts[1].Trim());
}
