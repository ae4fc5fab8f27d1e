using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1002_SessionSavedPerRequest.SessionSavedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1002_SessionSavedPerRequest.SessionSavedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH1002_SessionSavedPerRequest;

public sealed class SessionSavedPerRequestFixerTests
{
    private const string Middleware = """

        //// VisitMiddleware.cs
        namespace Shop;

        public class VisitMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                // Where they are from.
                context.Session.SetString("language", context.Request.Headers.AcceptLanguage.ToString()); // raw
                context.Session.SetInt32("visits", 1);
                context.Session.Set("flags", Flags);

                // Safe is safe.
                await context.Session.CommitAsync();

                await next(context);
            }

            private static byte[] Flags => [1];
        }
        """;

    [Fact]
    public Task WithMemHygiene_ValuesAreSetWhenTheyDiffer_AndTheMiddlewareCommits() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession();
        var app = builder.Build();
        app.Run();
        """ + Middleware,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddSessions();
        builder.Services.AddSession();
        var app = builder.Build();
        app.Run();

        //// VisitMiddleware.cs
        namespace Shop;

        public class VisitMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                // Where they are from.
                context.Session.SetStringIfChanged("language", context.Request.Headers.AcceptLanguage.ToString()); // raw
                context.Session.SetInt32IfChanged("visits", 1);
                context.Session.SetIfChanged("flags", Flags);

                // Safe is safe.

                await next(context);
            }

            private static byte[] Flags => [1];
        }
        """);

    [Fact]
    public Task WithoutMemHygiene_ValuesAreComparedInPlace() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession();
        var app = builder.Build();
        app.Run();
        """ + Middleware,
        """
        //// VisitMiddleware.cs
        namespace Shop;

        public class VisitMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                // Where they are from.
                var value = context.Request.Headers.AcceptLanguage.ToString();
                if (context.Session.GetString("language") != value)
                {
                    context.Session.SetString("language", value);
                } // raw
                if (context.Session.GetInt32("visits") != 1)
                {
                    context.Session.SetInt32("visits", 1);
                }
                if (context.Session.Get("flags")?.AsSpan().SequenceEqual(Flags) != true)
                {
                    context.Session.Set("flags", Flags);
                }

                // Safe is safe.

                await next(context);
            }

            private static byte[] Flags => [1];
        }
        """,
        withMemHygiene: false);

    [Fact]
    public Task CommitThatIsTheOnlyAwait_LeavesASynchronousHandler() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", async (HttpContext context) =>
        {
            await context.Session.CommitAsync();
            return "done";
        });
        app.Run();

        //// HomeController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Index()
            {
                ViewBag.Now = "now";

                await HttpContext.Session.CommitAsync();
                return View();
            }
        }
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddSessions();
        var app = builder.Build();
        app.MapGet("/", (HttpContext context) =>
        {
            return "done";
        });
        app.Run();

        //// HomeController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class HomeController : Controller
        {
            public IActionResult Index()
            {
                ViewBag.Now = "now";

                return View();
            }
        }
        """);

    [Fact]
    public Task CommitThatIsTheOnlyAwaitOfAMiddleware_IsLeftToTheUser() => Verify.VerifyNotOfferedAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.Run();

        //// Last.cs
        namespace Shop;

        public class Last(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                await context.Session.CommitAsync();
            }

            public RequestDelegate Next => next;
        }
        """);
}
