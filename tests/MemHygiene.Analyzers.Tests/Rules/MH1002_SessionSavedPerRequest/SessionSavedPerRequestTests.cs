using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1002_SessionSavedPerRequest;

namespace MemHygiene.Analyzers.Tests.Rules.MH1002_SessionSavedPerRequest;

public sealed class SessionSavedPerRequestTests
{
    [Fact]
    public async Task Middleware_SetsAValueEachTime_Warns()
    {
        var found = await Verify("""
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseSession();
            app.Use(async (context, next) =>
            {
                [|context.Session.SetString("theme", "dark")|];
                await next(context);
            });
            app.Run();
            """);

        Assert.Equal("The session is saved on every request (Use handler): set the value only when it differs", Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task ValueSetOnlyWhenItDiffers_IsSilent() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.UseSession();
        app.Use(async (context, next) =>
        {
            if (context.Session.GetString("theme") != "dark")
            {
                context.Session.SetString("theme", "dark");
            }

            await next(context);
        });
        app.Run();
        """);

    [Fact]
    public async Task WhereMemHygieneIsReferenced_TheMessageNamesTheIfChangedMethod()
    {
        var found = await Verify(
            "var app = WebApplication.CreateBuilder(args).Build(); app.MapGet(\"/\", (HttpContext c) => { [|c.Session.SetInt32(\"a\", 1)|]; return 1; }); app.Run();",
            "namespace Microsoft.AspNetCore.Http { public static class SessionIfChangedExtensions; }");

        Assert.EndsWith(": use SetInt32IfChanged", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Commit_InMiddlewareFilterAndPost_Warns() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;
        public class Saver(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context) { await next(context); await [|context.Session.CommitAsync()|]; }
        }
        public class SaveFilter : IAsyncActionFilter
        {
            public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next) { await next(); await [|context.HttpContext.Session.CommitAsync()|]; }
        }
        public class ChatController : ControllerBase
        {
            [HttpPost] public async Task<string> Post(string text) { HttpContext.Session.SetString("last", text); await [|HttpContext.Session.CommitAsync()|]; return text; }
        }
        """);

    [Fact]
    public Task GetHandlers_Warn() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        public class HomeController : Controller
        {
            public IActionResult Index() { [|HttpContext.Session.SetString("seen", "yes")|]; return View(); }
            [HttpGet, HttpPost] public IActionResult Both() { [|HttpContext.Session.SetInt32("count", 1)|]; return View(); }
        }
        public class IndexModel : PageModel
        {
            public void OnGet() { [|HttpContext.Session.Set("raw", new byte[] { 1 })|]; }
        }
        """);

    [Fact]
    public Task ChangesAskedFor_AreSilent() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        public class CartController : Controller
        {
            [HttpPost] public IActionResult Add(string item) { HttpContext.Session.SetString("cart", item); return View(); }
            [AcceptVerbs("PUT", "PATCH")] public IActionResult Change(string item) { HttpContext.Session.SetString("cart", item); return View(); }
            public IActionResult Language(string to) { HttpContext.Session.SetString("language", to); return RedirectToAction("Index"); }
        }
        public class FormModel : PageModel
        {
            public void OnPost(string name) { HttpContext.Session.SetString("name", name); }
            public IActionResult OnGetStart() { HttpContext.Session.SetString("step", "1"); return RedirectToPage("Next"); }
        }
        public static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes)
            {
                routes.MapPost("/login", (HttpContext context, string name) => context.Session.SetString("name", name));
                routes.MapDelete("/cart", (HttpContext context) => context.Session.SetInt32("items", 0));
                routes.MapMethods("/x", ["PUT"], (HttpContext context) => context.Session.SetInt32("x", 0));
            }
        }
        """);

    [Theory]
    [InlineData("if (context.Request.Path == \"/a\") { context.Session.SetString(\"a\", \"b\"); }")]
    [InlineData("switch (context.Request.Method) { case \"GET\": context.Session.SetString(\"a\", \"b\"); break; }")]
    [InlineData("try { await next(context); } catch (Exception e) { context.Session.SetString(\"error\", e.Message); }")]
    [InlineData("var old = context.Session.GetString(\"a\"); if (old == \"b\") { await next(context); return; } context.Session.SetString(\"a\", \"b\");")]
    [InlineData("if (context.Session.Keys.Any()) { await context.Session.CommitAsync(); }")]
    [InlineData("context.Session.Remove(\"a\"); context.Session.GetString(\"a\");")]
    [InlineData("context.Response.Cookies.Append(\"a\", \"b\"); context.Items[\"a\"] = \"b\";")]
    [InlineData("await context.Session.LoadAsync();")]
    public Task DecidedOrOtherCalls_AreSilent(string body) => Verify(Middleware(body));

    [Theory]
    [InlineData("try { [|context.Session.SetString(\"a\", \"b\")|]; } finally { await next(context); }")]
    [InlineData("if (context.Features.Get<Microsoft.AspNetCore.Http.Features.ISessionFeature>() is { } feature) { [|feature.Session.SetString(\"a\", \"b\")|]; }")]
    [InlineData("if (context.Session.IsAvailable) { [|context.Session.SetString(\"a\", \"b\")|]; }")]
    [InlineData("if (context.User is null) { return; } [|context.Session.SetString(\"a\", \"b\")|];")]
    [InlineData("foreach (var key in new[] { \"a\", \"b\" }) { [|context.Session.SetString(key, \"b\")|]; }")]
    [InlineData("Save(); await next(context); void Save() => [|context.Session.SetString(\"a\", \"b\")|];")]
    public Task Undecided_Warns(string body) => Verify(Middleware(body));

    [Fact]
    public Task HelperOutsideRequestCode_IsSilent() => Verify("""
        public class Visits(IHttpContextAccessor accessor)
        {
            public void Save(string value) => accessor.HttpContext!.Session.SetString("visits", value);
        }
        """);

    [Fact]
    public Task SetBelowAMiddleware_Warns_UnlessACallOnTheWayIsConditional() => Verify(Middleware("Note(context); if (context.Request.Query.Count > 0) { Other(context); }").Replace(
        "public async Task InvokeAsync",
        """
        private static void Note(HttpContext context) => [|context.Session.SetString("a", "b")|];
            private static void Other(HttpContext context) => context.Session.SetString("a", "b");
            public async Task InvokeAsync
        """));

    [Fact]
    public Task SetBelowAnAction_IsWhatThatActionIsFor() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class CartController : ControllerBase { public void Get() => Note(HttpContext); private static void Note(HttpContext context) => context.Session.SetString("a", "b"); }
        """);

    [Theory]
    [InlineData("user.LastSeen = DateTime.UtcNow; await [|store.UpdateAsync(user)|];")]
    [InlineData("if (context.Request.Headers.ContainsKey(\"key\")) { user.LastSeen = DateTime.Now; await [|store.SaveChangesAsync()|]; }")]
    [InlineData("await NoteAsync(); async Task NoteAsync() { user.LastSeen = TimeProvider.System.GetUtcNow().DateTime; await [|store.SaveChangesAsync()|]; }")]
    public Task LastSeen_WrittenForEachRequest_Warns(string body) => Verify(Middleware("var user = new User(); var store = new Store(); " + body), Users);

    [Theory]
    [InlineData("if (user.LastSeen < DateTime.UtcNow.AddMinutes(-5)) { user.LastSeen = DateTime.UtcNow; await store.UpdateAsync(user); }")]
    [InlineData("if (user.LastSeen > DateTime.UtcNow.AddMinutes(-5)) { return; } user.LastSeen = DateTime.UtcNow; await store.SaveChangesAsync();")]
    [InlineData("user.Name = \"a\"; await store.UpdateAsync(user);")]
    [InlineData("if (context.Request.Method == \"POST\") { await store.SaveChangesAsync(); }")]
    public Task StoreWrittenNowAndThen_IsSilent(string body) => Verify(Middleware("var user = new User(); var store = new Store(); " + body), Users);

    [Fact]
    public Task LastLogin_OfALoginAction_IsSilent() => Verify(
        "public class LoginController : Microsoft.AspNetCore.Mvc.ControllerBase { public async Task Post() { var user = new User(); user.LastSeen = DateTime.UtcNow; await new Store().UpdateAsync(user); } }",
        Users);

    [Theory]
    [InlineData("public async Task InvokeAsync(HttpContext context, Db db) { db.Add(context.Request.Path); await [|db.SaveChangesAsync()|]; await next(context); }", "")]
    [InlineData("public async Task InvokeAsync(HttpContext context, Db db) { try { await next(context); } finally { await NoteAsync(db); } } static async Task NoteAsync(Db db) { db.Add(\"a\"); await [|db.SaveChangesAsync()|]; }", "")]
    [InlineData("public async Task InvokeAsync(HttpContext context, IVisits visits) { await visits.AddAsync(\"a\"); await next(context); }", "public class Visits(Db db) : IVisits { public async Task AddAsync(string path) { db.Add(path); await [|db.SaveChangesAsync()|]; } } public interface IVisits { Task AddAsync(string path); }")]
    public Task RowForEveryRequest_IsSuggested(string members, string types) => Verify($"public class Visit(RequestDelegate next) {{ {members} }} {types}", Database);

    [Theory]
    [InlineData("if (context.Request.Path == \"/a\") { await db.SaveChangesAsync(); }")]
    [InlineData("if (context.Request.Path != \"/a\") { await next(context); return; } await db.SaveChangesAsync();")]
    [InlineData("foreach (var row in db.Pending) { await db.SaveChangesAsync(); }")]
    [InlineData("try { await next(context); } catch { db.Add(1); await db.SaveChangesAsync(); }")]
    [InlineData("if (db.Pending.Count > 0) { await NoteAsync(db); } static async Task NoteAsync(Db db) => await db.SaveChangesAsync();")]
    public Task RowThatSomethingDecidesOn_IsSilent(string body) => Verify($"public class Visit(RequestDelegate next) {{ public async Task InvokeAsync(HttpContext context, Db db) {{ {body} await next(context); }} }}", Database);

    [Theory]
    [InlineData("options.Filters.Add<Audit>();", "await [|db.SaveChangesAsync()|];")]
    [InlineData("options.Filters.Add(typeof(Audit));", "await [|db.SaveChangesAsync()|];")]
    [InlineData("", "await db.SaveChangesAsync();")]
    public Task RowOfAFilter_WarnsWhereTheFilterIsForAll(string registration, string save) => Verify(
        $$"""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;
        public class Audit(Db db) : IAsyncActionFilter { public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next) { await next(); {{save}} } }
        public static class Setup { public static void Add(IServiceCollection services) => services.AddControllers(options => { {{registration}} }); }
        [ServiceFilter(typeof(Audit))] public class A : ControllerBase;
        """,
        Database);

    [Fact]
    public Task ErrorHandlersAndEndpointFilters_AreNotOnEveryWay() => Verify(
        """
        public class Errors(Db db) : Microsoft.AspNetCore.Diagnostics.IExceptionHandler { public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception error, CancellationToken token) { db.Add(error); await db.SaveChangesAsync(); return true; } }
        public class Count(Db db) : IEndpointFilter { public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) { await db.SaveChangesAsync(); return await next(context); } }
        public class A(Db db) : Microsoft.AspNetCore.Mvc.ControllerBase { public async Task Get() { db.Add(1); await db.SaveChangesAsync(); } }
        """,
        Database);

    [Theory]
    [InlineData("if (id == \"\") return false; user.LastSeen = DateTime.UtcNow; await SaveAsync(); return true;", "SigningIn(CookieSigningInContext context)")]
    [InlineData("if (!IsStale(user)) return false; user.LastSeen = DateTime.UtcNow; await SaveAsync(); return true;", "ValidatePrincipal(CookieValidatePrincipalContext context)")]
    public Task LastUse_AtSignInOrNowAndThen_IsSilent(string body, string method) => Verify(
        $$"""
        using Microsoft.AspNetCore.Authentication.Cookies;
        public class Seen(Users users) : CookieAuthenticationEvents { public override async Task {{method}} => await users.SeenAsync("a"); }
        public class Users(Db db)
        {
            public async Task<bool> SeenAsync(string id) { var user = new User(); {{body}} }
            private static bool IsStale(User user) => user.LastSeen < DateTime.UtcNow.AddMinutes(-5);
            private Task SaveAsync() => db.SaveChangesAsync();
        }
        public class User { public DateTime LastSeen { get; set; } }
        """,
        Database);

    [Fact]
    public Task RowOfAMiddleware_ThatOnlyABranchHas_IsSilent() => Verify(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.UseWhen(context => HttpMethods.IsPost(context.Request.Method), branch => branch.UseMiddleware<Audit>());
        app.Run();
        public class Audit(RequestDelegate next) { public async Task InvokeAsync(HttpContext context, Db db) { db.Add(1); await db.SaveChangesAsync(); await next(context); } }
        """,
        Database);

    [Fact]
    public Task RowForEachKnownKey_IsSuggested() => Verify(
        """
        using Microsoft.AspNetCore.Authentication;
        public class Keys(Microsoft.Extensions.Options.IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, System.Text.Encodings.Web.UrlEncoder encoder, Rows rows) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
        {
            protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
            {
                var key = rows.Find(Request.Headers["key"].ToString());
                if (key is null) return AuthenticateResult.NoResult();
                await rows.UpdateAsync();
                return AuthenticateResult.Fail("a");
            }
        }
        public class Rows(Db db) { public object? Find(string key) => key; public async Task UpdateAsync() => await [|db.SaveChangesAsync()|]; }
        """,
        Database);

    [Fact]
    public Task LastUse_SetByACallerOnTheWay_Warns() => Verify(
        """
        using Microsoft.AspNetCore.Authentication.Cookies;
        public class Seen(Users users) : CookieAuthenticationEvents { public override async Task ValidatePrincipal(CookieValidatePrincipalContext context) { if (!await users.SeenAsync("a")) { context.RejectPrincipal(); } } }
        public class Users(Db db)
        {
            public async Task<bool> SeenAsync(string id) { var user = new User(); if (id == "") return false; user.LastSeen = DateTime.UtcNow; await SaveAsync(); return true; }
            private Task SaveAsync() => [|db.SaveChangesAsync()|];
        }
        public class User { public DateTime LastSeen { get; set; } }
        """,
        Database);

    [Fact]
    public Task BranchesAndRedirects_AreCommands() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        var app = WebApplication.CreateBuilder(args).Build();
        app.Map("/consent", branch => branch.Run(async context => { context.Session.SetString("consent", "yes"); context.Response.Redirect("/"); await Task.CompletedTask; }));
        app.Run();
        public class LoginController : Controller
        {
            [HttpPost] public async Task<IActionResult> Post(string name) { if (name == "") { return View(); } HttpContext.Session.SetString("name", name); await HttpContext.Session.CommitAsync(); return Redirect("/"); }
        }
        """);

    private const string Database = """
        namespace Microsoft.EntityFrameworkCore { public class DbContext { public virtual Task<int> SaveChangesAsync(CancellationToken token = default) => Task.FromResult(0); } }
        public class Db : Microsoft.EntityFrameworkCore.DbContext { public List<object> Pending { get; } = []; public void Add(object row) => Pending.Add(row); }
        """;

    private const string Users = """
        public class User { public DateTime LastSeen { get; set; } public string Name { get; set; } = ""; }
        public class Store { public Task UpdateAsync(User user) => Task.CompletedTask; public Task SaveChangesAsync() => Task.CompletedTask; }
        """;

    private static string Middleware(string body) => $$"""
        public class Visit(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context) { await Task.Yield(); {{body}} await next(context); }
        }
        """;

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Verify(params string[] sources) =>
        Rule<SessionSavedPerRequestAnalyzer>.VerifyAsync(sources);
}
