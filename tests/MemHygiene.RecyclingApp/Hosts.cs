using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MemHygiene.RecyclingApp;

/// <summary>The same few end points in the kinds of host that an app can have: --host default, slim, generic, sockets or memory.</summary>
internal static class Hosts
{
    public static async Task RunAsync(string[] args)
    {
        switch (AppArguments.Text(args, "--host") ?? "default")
        {
            case "slim":
                var slim = WebApplication.CreateSlimBuilder(args);
                Configure(slim, args);
                await RunAsync(slim);
                break;
            case "generic":
                await Host.CreateDefaultBuilder(args)
                    .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
                    .ConfigureWebHostDefaults(web => web.Configure(app => app.UseRouting().UseEndpoints(Map)))
                    .Build()
                    .RunAsync();
                break;
            case "sockets":
                var sockets = WebApplication.CreateBuilder(args);
                sockets.WebHost.UseSockets(options => options.Backlog = 4096);
                Configure(sockets, args);
                await RunAsync(sockets);
                break;
            case "memory":
                var memory = WebApplication.CreateBuilder(args);
                Configure(memory, args);
                memory.AddMemHygiene();
                await RunAsync(memory, app => app.MapMemHygiene());
                break;
            default:
                var builder = WebApplication.CreateBuilder(args);
                Configure(builder, args);
                await RunAsync(builder);
                break;
        }
    }

    private static void Configure(WebApplicationBuilder builder, string[] args)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("MemHygiene", LogLevel.Information);
        if (args.Contains("--http2"))
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endPoint => endPoint.Protocols = HttpProtocols.Http2));
        }
    }

    private static async Task RunAsync(WebApplicationBuilder builder, Action<WebApplication>? map = null)
    {
        var app = builder.Build();
        Map(app);
        map?.Invoke(app);
        await app.RunAsync();
    }

    private static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => Environment.ProcessId.ToString());
        // Answers when it has the whole body: a client that keeps back a part has a request under way for as long as it likes.
        app.MapPost("/echo", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            return await reader.ReadToEndAsync(context.RequestAborted);
        });

        app.MapGet("/ticks", Ticks.SendAsync);

        // As a real handler has it, and the same in every language that it is compared with.
        app.MapGet("/burn/{microseconds:int}", (int microseconds) => Burn.For(microseconds));

        // Who inherits what: a child's open descriptors, and whether it believes to be a worker.
        app.MapGet("/child", async () =>
        {
            var start = new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "ls -l /proc/self/fd; env | grep MEMHYGIENE_ || true"]) { RedirectStandardOutput = true };
            using var child = System.Diagnostics.Process.Start(start)!;
            return await child.StandardOutput.ReadToEndAsync();
        });
    }
}
