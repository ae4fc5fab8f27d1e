using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Hosts;

public sealed class RegistrationTests
{
    private const string Middleware = """

        //// Ping.cs
        namespace Shop;

        public class Ping(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                using var client = new HttpClient();
                await client.GetAsync("https://example.com", context.RequestAborted);
                await next(context);
            }
        }
        """;

    private const string FixedMiddleware = """

        //// Ping.cs
        using MemHygiene.Http;

        namespace Shop;

        public class Ping(RequestDelegate next, HandlerPool handlers)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                using var client = handlers.CreateClient();
                await client.GetAsync("https://example.com", context.RequestAborted);
                await next(context);
            }
        }
        """;

    [Fact]
    public Task MainMethodWithATryBlock_IsAHostToo() => VerifyProgramAsync(
        """
        public static class Program
        {
            public static void Main(string[] args)
            {
                try
                {
                    var builder = WebApplication.CreateBuilder(args); // defaults
                    builder.Build().Run();
                }
                finally
                {
                    Console.WriteLine("bye");
                }
            }
        }
        """,
        """
        public static class Program
        {
            public static void Main(string[] args)
            {
                try
                {
                    var builder = WebApplication.CreateBuilder(args); // defaults
                    builder.AddMemHygiene().AddHandlerPool();
                    builder.Build().Run();
                }
                finally
                {
                    Console.WriteLine("bye");
                }
            }
        }
        """);

    [Fact]
    public Task ExistingChain_IsContinuedInItsOwnLayout() => VerifyProgramAsync(
        """
        var builder = WebApplication.CreateBuilder(args);

        // Memory.
        builder.Services.AddMemHygiene()
          .AddRequestCleanup() // at the end
          .AddSessions();
        builder.Build().Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);

        // Memory.
        builder.Services.AddMemHygiene()
          .AddHandlerPool()
          .AddRequestCleanup() // at the end
          .AddSessions();
        builder.Build().Run();
        """);

    [Fact]
    public Task ChainThatRunsInOneEnvironmentOnly_IsNotContinued() => VerifyProgramAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Environment.IsDevelopment())
        {
            builder.AddMemHygiene().AddSessions();
        }

        builder.Build().Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddHandlerPool();
        if (builder.Environment.IsDevelopment())
        {
            builder.AddMemHygiene().AddSessions();
        }

        builder.Build().Run();
        """);

    [Fact]
    public Task ServiceThatAnExtensionMethodRegisters_IsNotRegisteredAgain() => VerifyProgramAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.AddDefaults();
        builder.Build().Run();

        static class Defaults
        {
            public static void AddDefaults(this WebApplicationBuilder builder) => builder.AddMemHygiene().AddHandlerPool(options => options.MaxHandlers = 5);
        }
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.AddDefaults();
        builder.Build().Run();

        static class Defaults
        {
            public static void AddDefaults(this WebApplicationBuilder builder) => builder.AddMemHygiene().AddHandlerPool(options => options.MaxHandlers = 5);
        }
        """);

    private static Task VerifyProgramAsync(string before, string after) => Verify.VerifyAsync(before + Middleware, after + FixedMiddleware);
}
