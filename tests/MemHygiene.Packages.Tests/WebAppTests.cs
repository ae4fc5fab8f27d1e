namespace MemHygiene.Packages.Tests;

/// <summary>A web app that adds MemHygiene.AspNetCore and nothing else.</summary>
public sealed class WebAppTests(PackedPackages packages)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="MemHygiene.AspNetCore" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;

    private const string Code = """
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene();
        var app = builder.Build();
        app.MapGet("/", async () =>
        {
            using var http = new HttpClient();
            return await http.GetStringAsync("http://localhost/upstream");
        });
        app.Run();
        """;

    /// <summary>One publish for both: it builds, so it warns, and what it leaves is the output that matters.</summary>
    [Fact]
    public async Task Publish_ClientCreatedInAnEndpoint_WarnsAndLeavesNoAnalyzerBehind()
    {
        var app = Consumer.Create(packages, "published", Project, Code);

        var publish = await app.PublishAsync();

        Assert.Contains("Code.cs(6,22): warning MH1003:", publish.Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("MemHygiene.AspNetCore.dll", app.PublishedFiles());
        Assert.DoesNotContain(app.PublishedFiles(), file => file.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        Assert.DoesNotContain(app.PublishedFiles(), file => file.StartsWith("MemHygiene.Analyzers", StringComparison.Ordinal));
        Assert.DoesNotContain(app.PublishedFiles(), file => file.StartsWith("MemHygiene.CodeFixes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_AnalyzersTurnedOff_PrintsNoRule()
    {
        var app = Consumer.Create(packages, "silenced", Project, Code);

        var build = await app.BuildAsync("-p:EnableMemHygieneAnalyzers=false");

        Assert.DoesNotContain("MH1", build.Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>Both assemblies are rooted, so the linker looks at every method and not only at what this small app calls.</summary>
    [Fact]
    public async Task Publish_Trimmed_DrawsNoWarning()
    {
        var app = Consumer.Create(packages, "trimmed", Project.Replace("</ItemGroup>", """
              <TrimmerRootAssembly Include="MemHygiene" />
              <TrimmerRootAssembly Include="MemHygiene.AspNetCore" />
            </ItemGroup>
            """, StringComparison.Ordinal), "WebApplication.CreateSlimBuilder(args).AddMemHygiene();");

        var publish = await app.PublishAsync(
            "--use-current-runtime", "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false", "-p:TreatWarningsAsErrors=true");

        Assert.DoesNotContain("IL2", publish.Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>The app asks for its own page through the supervisor's socket and then ends the supervisor.</summary>
    [Fact]
    public async Task Publish_SingleFile_IsSupervisorAndWorker()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Supervision needs Linux.");
        var app = Consumer.Create(packages, "onefile", Project, """
            if (await MemHygiene.AspNetCore.Recycling.Supervisor.RunAsync(args, options => options.Workers = 1))
            {
                return;
            }

            var app = WebApplication.CreateSlimBuilder(args).Build();
            app.MapGet("/", () => "served by one file");
            app.Lifetime.ApplicationStarted.Register(() => Task.Run(async () =>
            {
                using var http = new HttpClient();
                Console.WriteLine(await http.GetStringAsync(app.Urls.Single()));
                System.Diagnostics.Process.Start("/bin/sh", ["-c", "kill -TERM " + File.ReadAllText("/proc/self/stat").Split(' ')[3]]);
            }));
            app.Run();
            """);

        (await app.PublishAsync("--use-current-runtime", "--self-contained", "false", "-p:PublishSingleFile=true")).Succeeded();
        var run = await app.RunPublishedAsync([new("ASPNETCORE_URLS", "http://127.0.0.1:0")]);

        Assert.DoesNotContain(app.PublishedFiles(), file => file.EndsWith(".dll", StringComparison.Ordinal));
        Assert.Contains("[worker 1] served by one file", run.Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("has left with exit code 0", run.Output, StringComparison.Ordinal);
    }
}
