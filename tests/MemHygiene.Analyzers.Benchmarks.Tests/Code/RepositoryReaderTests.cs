using MemHygiene.Analyzers.Benchmarks.Code;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Benchmarks.Tests.Code;

public sealed class RepositoryReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("memhygiene-reader-").FullName;

    [Fact]
    public async Task Read_WebProjectWithALibrary_CompilesWithoutErrors()
    {
        Write("Library/Library.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>");
        Write("Library/Rates.cs", "public static class Rates { public static List<int> All => []; }");
        Write("Web/Web.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup><ProjectReference Include="..\Library\Library.csproj" /><Compile Remove="Old\**" /></ItemGroup>
            </Project>
            """);
        Write("Web/Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            #if NET8_0_OR_GREATER
            app.MapGet("/rates", () => Rates.All);
            #endif
            app.Run();
            """);
        Write("Web/Old/Program.cs", "this is no C#");
        Write("Web/obj/Left.cs", "nor is this");

        var code = new RepositoryReader(new ReferenceAssemblies([])).Read(_folder);

        var compilations = await code.CompileAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["Library", "Web"], compilations.Select(compilation => compilation.AssemblyName).Order());
        Assert.DoesNotContain(compilations.SelectMany(compilation => compilation.GetDiagnostics()), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void Read_BrokenProjectFile_LeavesThatProjectOut()
    {
        Write("Web/Web.csproj", "<Project");
        Write("Web/Program.cs", "return;");

        Assert.Equal(0, new RepositoryReader(new ReferenceAssemblies([])).Read(_folder).Documents);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
