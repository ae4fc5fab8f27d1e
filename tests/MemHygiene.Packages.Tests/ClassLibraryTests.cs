namespace MemHygiene.Packages.Tests;

/// <summary>A library without ASP.NET Core that adds MemHygiene and nothing else.</summary>
public sealed class ClassLibraryTests(PackedPackages packages)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="MemHygiene" Version="VERSION" />
          </ItemGroup>
        </Project>
        """;

    private const string Code = """
        using Microsoft.Extensions.DependencyInjection;

        public sealed class Rates
        {
            private readonly HttpClient _http = new();

            public Task<string> Today() => _http.GetStringAsync("http://localhost/upstream");
        }

        public static class Registration
        {
            public static void AddRates(this IServiceCollection services)
            {
                services.AddMemHygiene();
                services.AddScoped<Rates>();
            }
        }
        """;

    [Fact]
    public async Task Build_ClientCreatedInAScopedService_IsWarnedOf()
    {
        var library = Consumer.Create(packages, "library", Project, Code);

        var build = await library.BuildAsync();

        Assert.Contains("Code.cs(5,41): warning MH1003:", build.Succeeded().Output, StringComparison.Ordinal);
    }
}
