using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH1003_ClientCreatedPerRequest;

public sealed class ClientCreatedPerRequestFixerTests
{
    [Fact]
    public Task InitialiserOfTheClient_BecomesStatements() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/orders", async (IConfiguration configuration) =>
        {
            // The warehouse.
            using HttpClient client = new() { BaseAddress = new Uri(configuration["Url"]!), Timeout = TimeSpan.FromSeconds(3) }; // short

            return await client.GetStringAsync("/orders");
        });
        app.Run();
        """,
        """
        using MemHygiene.Http;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddHandlerPool();
        var app = builder.Build();
        app.MapGet("/orders", async (IConfiguration configuration, HandlerPool handlers) =>
        {
            // The warehouse.
            using HttpClient client = handlers.CreateClient(); // short
            client.BaseAddress = new Uri(configuration["Url"]!);
            client.Timeout = TimeSpan.FromSeconds(3);

            return await client.GetStringAsync("/orders");
        });
        app.Run();
        """);

    [Fact]
    public Task WithoutMemHygiene_TheFactoryMakesTheClient() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// OrdersController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class OrdersController : ControllerBase
        {
            public async Task<string> Get() => await new HttpClient().GetStringAsync("https://example.com/orders");
        }
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// OrdersController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class OrdersController : ControllerBase
        {
            private readonly IHttpClientFactory _httpClientFactory;

            public OrdersController(IHttpClientFactory httpClientFactory)
            {
                _httpClientFactory = httpClientFactory;
            }

            public async Task<string> Get() => await _httpClientFactory.CreateClient().GetStringAsync("https://example.com/orders");
        }
        """,
        withMemHygiene: false);

    [Fact]
    public Task MiddlewareLambda_AsksTheRequestForThePool() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddSessions();
        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            using var client = new HttpClient();
            await client.GetAsync("https://example.com/ping");
            await next(context);
        });
        app.Run();
        """,
        """
        using MemHygiene.Http;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene()
            .AddHandlerPool()
            .AddSessions();
        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            using var client = context.RequestServices.GetRequiredService<HandlerPool>().CreateClient();
            await client.GetAsync("https://example.com/ping");
            await next(context);
        });
        app.Run();
        """);

    [Fact]
    public Task HandlerMethod_GetsAParameterBeforeTheOptionalOnes() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/orders", Handlers.List);
        app.Run();

        static class Handlers
        {
            public static async Task<string> List(
                string customer,
                int page = 0)
            {
                using var client = new HttpClient();
                return await client.GetStringAsync("https://example.com/orders/" + customer + page);
            }
        }
        """,
        """
        using MemHygiene.Http;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddHandlerPool();
        var app = builder.Build();
        app.MapGet("/orders", Handlers.List);
        app.Run();

        static class Handlers
        {
            public static async Task<string> List(
                string customer,
                HandlerPool handlers,
                int page = 0)
            {
                using var client = handlers.CreateClient();
                return await client.GetStringAsync("https://example.com/orders/" + customer + page);
            }
        }
        """);

    [Fact]
    public Task FilterAttribute_AsksTheRequest_BecauseNobodyInjectsIntoAttributes() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.Run();

        //// AuditAttribute.cs
        using Microsoft.AspNetCore.Mvc.Filters;

        namespace Shop;

        public sealed class AuditAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context)
            {
                using var client = new HttpClient();
                client.CancelPendingRequests();
            }
        }
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddHandlerPool();
        var app = builder.Build();
        app.Run();

        //// AuditAttribute.cs
        using MemHygiene.Http;
        using Microsoft.AspNetCore.Mvc.Filters;

        namespace Shop;

        public sealed class AuditAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context)
            {
                using var client = context.HttpContext.RequestServices.GetRequiredService<HandlerPool>().CreateClient();
                client.CancelPendingRequests();
            }
        }
        """);

    [Fact]
    public Task ServiceOfALibrary_IsRegisteredInTheApplicationThatUsesIt() => Verify.VerifyAsync(
        """
        using Library;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<Warehouse>();
        var app = builder.Build();
        app.Run();

        //// Library/WarehouseController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Library;

        public class Warehouse;

        public class WarehouseController : ControllerBase
        {
            private readonly int retries;

            public WarehouseController() => retries = 3;

            public async Task<string> Get()
            {
                using var client = new HttpClient();
                return await client.GetStringAsync("https://example.com/stock/" + retries);
            }
        }
        """,
        """
        using Library;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddHandlerPool();
        builder.Services.AddScoped<Warehouse>();
        var app = builder.Build();
        app.Run();

        //// Library/WarehouseController.cs
        using MemHygiene.Http;
        using Microsoft.AspNetCore.Mvc;

        namespace Library;

        public class Warehouse;

        public class WarehouseController : ControllerBase
        {
            private readonly int retries;
            private readonly HandlerPool handlers;

            public WarehouseController(HandlerPool handlers)
            {
                retries = 3;
                this.handlers = handlers;
            }

            public async Task<string> Get()
            {
                using var client = handlers.CreateClient();
                return await client.GetStringAsync("https://example.com/stock/" + retries);
            }
        }
        """);

    [Fact]
    public Task ControllerThatOtherCodeConstructs_KeepsItsConstructor() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.Run();

        //// OrdersController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class OrdersController : ControllerBase
        {
            public async Task<string> Get()
            {
                using var client = new HttpClient();
                return await client.GetStringAsync("https://example.com/orders");
            }
        }

        public static class Warmup
        {
            public static Task<string> Run() => new OrdersController().Get();
        }
        """,
        """
        //// OrdersController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class OrdersController : ControllerBase
        {
            private static readonly HttpClient SharedHttpClient = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false });

            public async Task<string> Get()
            {
                var client = SharedHttpClient;
                return await client.GetStringAsync("https://example.com/orders");
            }
        }

        public static class Warmup
        {
            public static Task<string> Run() => new OrdersController().Get();
        }
        """);

    [Fact]
    public Task ControllerThatOthersDeriveFrom_KeepsItsConstructor() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.Run();

        //// OrdersController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class OrdersController : ControllerBase
        {
            public async Task<string> Get()
            {
                using var client = new HttpClient();
                return await client.GetStringAsync("https://example.com/orders");
            }
        }

        public class SpecialOrdersController : OrdersController;
        """,
        """
        //// OrdersController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class OrdersController : ControllerBase
        {
            private static readonly HttpClient SharedHttpClient = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false });

            public async Task<string> Get()
            {
                var client = SharedHttpClient;
                return await client.GetStringAsync("https://example.com/orders");
            }
        }

        public class SpecialOrdersController : OrdersController;
        """);

    [Fact]
    public Task ClientWithAHandlerOfItsOwn_IsLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", async () =>
        {
            using var client = new HttpClient(new HttpClientHandler { UseProxy = false });
            return await client.GetStringAsync("https://example.com");
        });
        app.Run();
        """);

    [Fact]
    public Task StaticHandlerInTheMiddle_IsLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", () => Ask());
        app.MapGet("/again", Ask);
        app.Run();

        static async Task<string> Ask()
        {
            using var client = new HttpClient();
            return await client.GetStringAsync("https://example.com");
        }
        """);

    [Fact]
    public Task ClientThatNobodyDisposes_IsGivenBackAtTheEndOfTheMethod() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/a", async () =>
        {
            var client = new HttpClient();
            client.Timeout = TimeSpan.FromSeconds(1);
            return await client.GetStringAsync("https://example.com");
        });
        app.MapGet("/b", async () => await new HttpClient().GetStringAsync("https://example.com"));
        app.MapGet("/c", async () =>
        {
            var client = new HttpClient();
            return Results.Stream(await client.GetStreamAsync("https://example.com"));
        });
        app.Run();
        """,
        """
        using MemHygiene.Http;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddHandlerPool();
        var app = builder.Build();
        app.MapGet("/a", async (HandlerPool handlers) =>
        {
            using var client = handlers.CreateClient();
            client.Timeout = TimeSpan.FromSeconds(1);
            return await client.GetStringAsync("https://example.com");
        });
        app.MapGet("/b", async (HandlerPool handlers) =>
        {
            using var client = handlers.CreateClient();
            return await client.GetStringAsync("https://example.com");
        });
        app.MapGet("/c", async (HandlerPool handlers) =>
        {
            var client = handlers.CreateClient();
            return Results.Stream(await client.GetStreamAsync("https://example.com"));
        });
        app.Run();
        """);
}
