using Clients = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestFixer>;
using Files = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1004_FileParsedPerRequest.FileParsedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1004_FileParsedPerRequest.FileParsedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Hosts;

public sealed class StartupTests
{
    private const string Program = """
        //// Program.cs
        using Shop;

        public static class Program
        {
            public static void Main(string[] args) => CreateHostBuilder(args).Build().Run();

            public static IHostBuilder CreateHostBuilder(string[] args) => Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>());
        }

        """;

    private const string Controller = """

        //// PingController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class PingController : ControllerBase
        {
            [HttpGet("/ping")]
            public async Task<string> Get()
            {
                using var client = new HttpClient();
                return await client.GetStringAsync("https://example.com");
            }
        }
        """;

    private const string FixedController = """

        //// PingController.cs
        using MemHygiene.Http;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class PingController : ControllerBase
        {
            private readonly HandlerPool _handlers;

            public PingController(HandlerPool handlers)
            {
                _handlers = handlers;
            }

            [HttpGet("/ping")]
            public async Task<string> Get()
            {
                using var client = _handlers.CreateClient();
                return await client.GetStringAsync("https://example.com");
            }
        }
        """;

    private const string CatalogController = """

        //// CatalogController.cs
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class CatalogController : ControllerBase
        {
            private readonly string _path;

            public CatalogController(IWebHostEnvironment environment)
            {
                _path = Path.Combine(environment.ContentRootPath, "catalog.json");
            }

            [HttpGet("/catalog")]
            public Catalog? Get() => JsonSerializer.Deserialize<Catalog>(System.IO.File.ReadAllText(_path));
        }

        public record Catalog(string Name);
        """;

    [Fact]
    public Task StartupClass_RegistersAtTheBeginningOfConfigureServices() => VerifyStartupAsync(
        """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                // Controllers.
                services.AddControllers();
            }

            public void Configure(IApplicationBuilder app) => app.UseRouting();
        }
        """,
        """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddMemHygiene().AddHandlerPool();
                // Controllers.
                services.AddControllers();
            }

            public void Configure(IApplicationBuilder app) => app.UseRouting();
        }
        """);

    [Fact]
    public Task EmptyBody_IsFilled() => VerifyStartupAsync(
        """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
            }
        }
        """,
        """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddMemHygiene().AddHandlerPool();
            }
        }
        """);

    [Fact]
    public Task BodyOnOneLine_StaysThere() => VerifyStartupAsync(
        """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) { services.AddControllers(); }
        }
        """,
        """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) { services.AddMemHygiene().AddHandlerPool(); services.AddControllers(); }
        }
        """);

    [Fact]
    public Task ChainInAStartupClass_IsContinued() => VerifyStartupAsync(
        """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllers();
                services.AddMemHygiene()
                    .AddSessions();
            }
        }
        """,
        """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllers();
                services.AddMemHygiene()
                    .AddHandlerPool()
                    .AddSessions();
            }
        }
        """);

    [Fact]
    public Task OfSeveralStartupClasses_ThePlainOneIsTaken() => VerifyStartupAsync(
        """
        //// Startup.cs
        namespace Shop;

        public class StartupForTests
        {
            public void ConfigureServices(IServiceCollection services)
            {
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
            }
        }
        """,
        """
        //// Startup.cs
        namespace Shop;

        public class StartupForTests
        {
            public void ConfigureServices(IServiceCollection services)
            {
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddMemHygiene().AddHandlerPool();
            }
        }
        """);

    [Fact]
    public Task SeveralStartupClassesOfWhichNoneIsPlain_AreLeftToTheUser() => Files.VerifyNotOfferedAsync(
        Program.Replace("UseStartup<Startup>", "UseStartup<StartupForShop>")
        + """
        //// Startup.cs
        namespace Shop;

        public class StartupForShop
        {
            public void ConfigureServices(IServiceCollection services)
            {
            }
        }

        public class StartupForTests
        {
            public void ConfigureServices(IServiceCollection services)
            {
            }
        }
        """
        + CatalogController);

    [Fact]
    public Task DelegateOfConfigureServices_IsAHostToo() => Clients.VerifyAsync(
        """
        //// Program.cs
        Host.CreateDefaultBuilder(args)
            .ConfigureServices((context, services) =>
            {
                services.AddControllers();
            })
            .Build()
            .Run();
        """
        + Controller,
        """
        //// Program.cs
        Host.CreateDefaultBuilder(args)
            .ConfigureServices((context, services) =>
            {
                services.AddMemHygiene().AddHandlerPool();
                services.AddControllers();
            })
            .Build()
            .Run();
        """
        + FixedController);

    [Fact]
    public Task WithoutMemHygiene_TheFactoryIsRegisteredThere() => Clients.VerifyAsync(
        Program
        + """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllers();
            }
        }
        """
        + Controller,
        Program
        + """
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddHttpClient();
                services.AddControllers();
            }
        }
        """
        + """

        //// PingController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class PingController : ControllerBase
        {
            private readonly IHttpClientFactory _httpClientFactory;

            public PingController(IHttpClientFactory httpClientFactory)
            {
                _httpClientFactory = httpClientFactory;
            }

            [HttpGet("/ping")]
            public async Task<string> Get()
            {
                using var client = _httpClientFactory.CreateClient();
                return await client.GetStringAsync("https://example.com");
            }
        }
        """,
        withMemHygiene: false);

    [Theory]
    [InlineData("public IWebHostEnvironment Environment { get; }", "Environment")]
    [InlineData("private readonly IWebHostEnvironment _environment;", "_environment")]
    public Task WhatTheStartupClassHolds_IsThereForRegistrations(string member, string name) => Files.VerifyAsync(
        Program + Startup(member, name, "services.AddControllers();") + CatalogController,
        Program + Startup(member, name, $"services.AddMemHygiene().AddJsonStore<Catalog>(Path.Combine({name}.ContentRootPath, \"catalog.json\"));\n        services.AddControllers();") + """

        //// CatalogController.cs
        using MemHygiene.JsonStores;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class CatalogController : ControllerBase
        {
            private readonly string _path;
            private readonly JsonStore<Catalog> _catalogStore;

            public CatalogController(IWebHostEnvironment environment, JsonStore<Catalog> catalogStore)
            {
                _path = Path.Combine(environment.ContentRootPath, "catalog.json");
                _catalogStore = catalogStore;
            }

            [HttpGet("/catalog")]
            public Catalog? Get() => _catalogStore.Read();
        }

        public record Catalog(string Name);
        """);

    private static string Startup(string member, string name, string registrations) => $$"""
        //// Startup.cs
        namespace Shop;

        public class Startup
        {
            {{member}}

            public Startup(IWebHostEnvironment environment) => {{name}} = environment;

            public void ConfigureServices(IServiceCollection services)
            {
                {{registrations}}
            }
        }
        """;

    private static Task VerifyStartupAsync(string before, string after) => Clients.VerifyAsync(Program + before + Controller, Program + after + FixedController);
}
