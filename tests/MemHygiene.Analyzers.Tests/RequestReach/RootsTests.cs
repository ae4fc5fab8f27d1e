using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>What is request code because of its type. The client rule asks; the answer is the same for all rules.</summary>
public sealed class RootsTests
{
    [Fact]
    public Task Controller_ByBaseClassAttributeOrRoute_IsRequestCode() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase { public object Get() => [|new HttpClient()|]; }
        [ApiController] public class B { public object Get() => [|new HttpClient()|]; }
        [Route("c")] public class CController { public object Get() => [|new HttpClient()|]; }
        public abstract class Base : Controller;
        public class D : Base { public object Get() => [|new HttpClient()|]; }
        """);

    [Fact]
    public Task Controller_HelperPropertyNonActionStaticOrDispose_IsNoEntryPoint() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class A : Controller
        {
            public object Client => new HttpClient();
            [NonAction] public object Helper() => new HttpClient();
            public static object Shared() => new HttpClient();
            private object Inner() => new HttpClient();
            protected override void Dispose(bool disposing) { new HttpClient().Dispose(); }
            public override string ToString() => new HttpClient().ToString()!;
        }
        [NonController] public class B : Controller { public object Get() => new HttpClient(); }
        """);

    [Fact]
    public Task ThingsCalledController_AreSilent() => Verify("""
        public class MotorController { public object Start() => new HttpClient(); }
        public class GameController(HttpClient client) { public object Next() => client ?? new HttpClient(); }
        """);

    [Fact]
    public Task Controller_ConstructorAndInitialisers_AreRequestCode() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase
        {
            private readonly HttpClient _first = [|new HttpClient()|];
            private readonly HttpClient _second;
            public A() => _second = [|new HttpClient()|];
            private HttpClient Third { get; } = [|new HttpClient()|];
            public object Get() => (_first, _second, Third);
        }
        """);

    [Fact]
    public Task Controller_StaticFieldPropertyAndConstructor_AreSilent() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase
        {
            private static readonly HttpClient First = new();
            private static readonly Lazy<HttpClient> Second = new(() => new HttpClient());
            private static readonly HttpClient Third;
            static A() => Third = new HttpClient();
            private static HttpClient Fourth { get; } = new();
            public object Get() => (First, Second, Third, Fourth);
        }
        """);

    [Fact]
    public Task RazorPage_Handlers_AreRequestCode() => Verify("""
        using Microsoft.AspNetCore.Mvc.RazorPages;
        public class IndexModel : PageModel
        {
            public void OnGet() { [|new HttpClient()|].Dispose(); }
            public Task OnPostSaveAsync() { [|new HttpClient()|].Dispose(); return Task.CompletedTask; }
            public void Only() { new HttpClient().Dispose(); }
            public void OnGettingReady() { new HttpClient().Dispose(); }
        }
        """);

    [Fact]
    public Task Middleware_InvokeIsRequestCodeAndTheConstructorIsNot() => Verify("""
        public class Stamp(RequestDelegate next)
        {
            private readonly HttpClient _once = new();
            public Task InvokeAsync(HttpContext context) { [|new HttpClient()|].Dispose(); return next(context); }
            public Task Other() { _once.CancelPendingRequests(); return new HttpClient().GetStringAsync("https://other.example"); }
        }
        public class Typed : IMiddleware
        {
            public Task InvokeAsync(HttpContext context, RequestDelegate next) { [|new HttpClient()|].Dispose(); return next(context); }
        }
        """);

    [Fact]
    public Task ClassWithInvokeButNoRequestDelegate_IsSilent() => Verify("""
        public class Handler { public Task Invoke(HttpContext context) { new HttpClient().Dispose(); return Task.CompletedTask; } }
        """);

    [Fact]
    public Task Filters_AreRequestCode() => Verify("""
        using Microsoft.AspNetCore.Mvc.Filters;
        public class Audit : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context) { [|new HttpClient()|].Dispose(); }
        }
        public class Check : IAsyncAuthorizationFilter
        {
            async Task IAsyncAuthorizationFilter.OnAuthorizationAsync(AuthorizationFilterContext context) { [|new HttpClient()|].Dispose(); await Task.Yield(); }
        }
        public class Endpoint : IEndpointFilter
        {
            public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) { [|new HttpClient()|].Dispose(); return next(context); }
        }
        """);

    [Fact]
    public Task SecurityHandlers_AreRequestCode() => Verify("""
        using System.Security.Claims;
        using System.Text.Encodings.Web;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.Extensions.Options;
        public class Age : IAuthorizationRequirement;
        public class AgeHandler : AuthorizationHandler<Age>
        {
            private HttpClient? _kept;
            protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Age requirement) { [|new HttpClient()|].Dispose(); _kept ??= new HttpClient(); return Task.CompletedTask; }
        }
        public class Claims : IClaimsTransformation
        {
            private readonly HttpClient _once = new();
            public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) { _once.CancelPendingRequests(); [|new HttpClient()|].Dispose(); return Task.FromResult(principal); }
        }
        public class Key(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
        {
            private readonly HttpClient _own = [|new()|];
            protected override Task<AuthenticateResult> HandleAuthenticateAsync() { _own.CancelPendingRequests(); [|new HttpClient()|].Dispose(); return Task.FromResult(AuthenticateResult.NoResult()); }
        }
        """);

    [Fact]
    public Task ViewParts_AreRequestCode() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Razor.TagHelpers;
        public class Weather : ViewComponent
        {
            private readonly HttpClient _own = [|new()|];
            public IViewComponentResult Invoke() { _own.CancelPendingRequests(); [|new HttpClient()|].Dispose(); return Content(""); }
            public void Help() { new HttpClient().Dispose(); }
        }
        public class MapTagHelper : TagHelper
        {
            public override Task ProcessAsync(TagHelperContext context, TagHelperOutput output) { [|new HttpClient()|].Dispose(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task TagHelperComponent_WhichIsRegistered_MayKeepAClient() => Verify("""
        using Microsoft.AspNetCore.Razor.TagHelpers;
        public class Script : TagHelperComponent
        {
            private HttpClient? _kept;
            public override Task ProcessAsync(TagHelperContext context, TagHelperOutput output) { _kept ??= new HttpClient(); [|new HttpClient()|].Dispose(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task HubFiltersAndResultHandlers_AreRequestCode() => Verify("""
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Authorization.Policy;
        using Microsoft.AspNetCore.SignalR;
        public class Audit : IHubFilter
        {
            public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next) { [|new HttpClient()|].Dispose(); return next(invocationContext); }
        }
        public class Denied : IAuthorizationMiddlewareResultHandler
        {
            public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) { [|new HttpClient()|].Dispose(); return next(context); }
        }
        """);

    [Fact]
    public Task BindersExceptionHandlersAndHealthChecks_AreRequestCode() => Verify("""
        using Microsoft.AspNetCore.Diagnostics;
        using Microsoft.AspNetCore.Mvc.ModelBinding;
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        public class Binder : IModelBinder
        {
            public Task BindModelAsync(ModelBindingContext bindingContext) { [|new HttpClient()|].Dispose(); return Task.CompletedTask; }
        }
        public class Report : IExceptionHandler
        {
            public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken) { [|new HttpClient()|].Dispose(); return new(false); }
        }
        public class Upstream : IHealthCheck
        {
            private readonly HttpClient _once = new();
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                _once.CancelPendingRequests();
                [|new HttpClient()|].Dispose();
                return Task.FromResult(HealthCheckResult.Healthy());
            }
        }
        """);

    [Fact]
    public Task SameNamesElsewhere_AreSilent() => Verify("""
        public interface IModelBinder { void BindModel(); }
        public abstract class AuthorizationHandler<T> { protected abstract void Handle(T requirement); }
        public class Binder : IModelBinder { public void BindModel() { new HttpClient().Dispose(); } }
        public class Handler : AuthorizationHandler<int> { protected override void Handle(int requirement) { new HttpClient().Dispose(); } }
        """);

    [Fact]
    public Task HubMethods_AreRequestCode() => Verify("""
        using Microsoft.AspNetCore.SignalR;
        public class Chat : Hub
        {
            public Task Say(string text) { [|new HttpClient()|].Dispose(); return Clients.All.SendAsync("said", text); }
            public override Task OnConnectedAsync() { [|new HttpClient()|].Dispose(); return base.OnConnectedAsync(); }
        }
        """);

    [Fact]
    public Task GrpcOverrides_AreRequestCode() => Verify(
        """
        public abstract class GreeterBase { public virtual Task<string> Hello(string name, Grpc.Core.ServerCallContext context) => throw new NotSupportedException(); }
        public class Greeter : GreeterBase
        {
            public override Task<string> Hello(string name, Grpc.Core.ServerCallContext context) { [|new HttpClient()|].Dispose(); return Task.FromResult(name); }
            public Task<string> Other(string name) { new HttpClient().Dispose(); return Task.FromResult(name); }
        }
        """,
        Stubs.Grpc);

    [Fact]
    public Task HostedServicesAndStartUp_AreSilent() => Verify("""
        public class Warmup : IHostedService
        {
            public async Task StartAsync(CancellationToken token) => await new HttpClient().GetStringAsync("https://warm.example", token);
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) { var client = new HttpClient(); services.AddSingleton(client); }
        }
        """);

    [Fact]
    public Task TestClasses_AreSilent() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class ServerTests
        {
            [Xunit.Fact]
            public void Serves()
            {
                var app = WebApplication.CreateBuilder().Build();
                app.Run(async context => await new HttpClient().GetStringAsync("https://test.example"));
            }
        }
        """);

    private static Task Verify(params string[] sources) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(sources);

    [Theory]
    [InlineData("public class A : Microsoft.AspNetCore.Razor.TagHelpers.TagHelper { public override void Process(Microsoft.AspNetCore.Razor.TagHelpers.TagHelperContext context, Microsoft.AspNetCore.Razor.TagHelpers.TagHelperOutput output) => SINK.Dispose(); }")]
    [InlineData("public class A : Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationEvents { public override async Task ValidatePrincipal(Microsoft.AspNetCore.Authentication.Cookies.CookieValidatePrincipalContext context) => await SINK.GetAsync(\"/\"); }")]
    [InlineData("public class A : Microsoft.AspNetCore.Mvc.ActionResult { public override void ExecuteResult(Microsoft.AspNetCore.Mvc.ActionContext context) => SINK.Dispose(); }")]
    [InlineData("public class A : Microsoft.AspNetCore.Mvc.IActionResult { private readonly HttpClient _client = SINK; public Task ExecuteResultAsync(Microsoft.AspNetCore.Mvc.ActionContext context) => _client.GetAsync(\"/\"); }")]
    [InlineData("public class A : IResult { public Task ExecuteAsync(HttpContext context) => SINK.GetAsync(\"/\"); }")]
    [InlineData("public class A : DelegatingHandler { protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token) { using var tokens = SINK; await tokens.GetAsync(\"/token\"); return await base.SendAsync(request, token); } }")]
    public async Task WhatTheFrameworkCallsOnTheWay_IsRequestCode(string code)
    {
        await Verify(code.Replace("SINK", "[|new HttpClient()|]"));
        await Verify("public static class Kept { public static readonly HttpClient Client = new(); } " + code.Replace("SINK", "Kept.Client"));
    }
}
