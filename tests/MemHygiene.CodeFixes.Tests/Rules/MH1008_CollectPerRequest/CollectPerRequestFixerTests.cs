using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1008_CollectPerRequest.CollectPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1008_CollectPerRequest.CollectPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH1008_CollectPerRequest;

public sealed class CollectPerRequestFixerTests
{
    [Fact]
    public Task Collections_AndWhatStandsBesideThem_Go() => Verify.VerifyAsync(
        """
        using System.Runtime;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/plain", () =>
        {
            var text = Environment.MachineName;
            GC.Collect();
            return text;
        });
        app.MapGet("/three", (HttpContext context) =>
        {
            context.Response.StatusCode = 204;

            // Give it back at once.
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        });
        app.MapGet("/gap", (HttpContext context) =>
        {
            context.Response.StatusCode = 204;

            System.GC.Collect(2, GCCollectionMode.Forced);
            System.GC.WaitForPendingFinalizers();
        });
        app.MapGet("/said", () =>
        {
            GC.Collect(); // first
            // And what has finalizers:
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return "done";
        });
        app.MapGet("/line", () => { GC.Collect(); return "done"; });
        app.Run();
        """,
        """
        using System.Runtime;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/plain", () =>
        {
            var text = Environment.MachineName;
            return text;
        });
        app.MapGet("/three", (HttpContext context) =>
        {
            context.Response.StatusCode = 204;

            // Give it back at once.
        });
        app.MapGet("/gap", (HttpContext context) =>
        {
            context.Response.StatusCode = 204;
        });
        app.MapGet("/said", () =>
        {
            // first
            // And what has finalizers:
            return "done";
        });
        app.MapGet("/line", () => { return "done"; });
        app.Run();
        """);

    [Fact]
    public Task CollectionInFinally_LeavesTheRest() => Verify.VerifyAsync(
        """
        WebApplication.Create(args).Run();

        //// ImagesController.cs
        using Microsoft.AspNetCore.Mvc;

        public class ImagesController : ControllerBase
        {
            public IActionResult Get(string name)
            {
                var stream = new MemoryStream();
                try
                {
                    return File(stream.ToArray(), "image/png", name);
                }
                finally
                {
                    stream.Dispose();
                    GC.Collect();
                }
            }
        }
        """,
        """
        //// ImagesController.cs
        using Microsoft.AspNetCore.Mvc;

        public class ImagesController : ControllerBase
        {
            public IActionResult Get(string name)
            {
                var stream = new MemoryStream();
                try
                {
                    return File(stream.ToArray(), "image/png", name);
                }
                finally
                {
                    stream.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task CollectionThatIsAllThereIs_IsLeftToTheUser() => Verify.VerifyNotOfferedAsync(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/collect", () => GC.Collect());
        app.MapPost("/large", (int size) =>
        {
            if (size > 1000)
                GC.Collect();
        });
        app.Run();
        """);
}
