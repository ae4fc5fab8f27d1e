using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MemHygiene.RecyclingApp;

/// <summary>The same few end points in the kinds of host that an app can have: --host default, slim, generic, sockets or memory.</summary>
internal static class Hosts
{
    private static readonly List<byte[]> Leaked = [];

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
        if (args.Contains("--https"))
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = OwnCertificate.Create()));
        }

        if (args.Contains("--http2"))
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endPoint => endPoint.Protocols = HttpProtocols.Http2));
        }
    }

    private static async Task RunAsync(WebApplicationBuilder builder, Action<WebApplication>? map = null)
    {
        var app = builder.Build();
        app.UseWebSockets();
        Map(app);
        Streams.Map(app);
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

        // Memory that is never given back, every page of it touched.
        app.MapGet("/leak/{kilobytes:int}", (int kilobytes) =>
        {
            var bytes = GC.AllocateUninitializedArray<byte>(kilobytes * 1024);
            Array.Fill(bytes, (byte)1);
            lock (Leaked)
            {
                Leaked.Add(bytes);
            }

            return Environment.ProcessId.ToString();
        });

        // More than a pipe holds, if so many kilobytes are asked for: comes back when all of it is written.
        app.MapPost("/write/{kilobytes:int}", (int kilobytes) =>
        {
            for (var written = 0; written < kilobytes; written++)
            {
                Console.WriteLine(new string('x', 1023));
            }

            return kilobytes;
        });

        // Answers when the worker begins to leave.
        app.MapGet("/leaving", async () =>
        {
            var leaving = new TaskCompletionSource();
            await using var registration = MemHygiene.AspNetCore.Recycling.WorkerDrain.Token.Register(leaving.SetResult);
            await leaving.Task;
            return Environment.ProcessId.ToString();
        });

        // Leaves the thread pool no thread, for ever.
        app.MapGet("/starve", (HttpContext context) =>
        {
            context.Response.OnCompleted(() =>
            {
                for (var item = 0; item < 1000; item++)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(_ => Thread.Sleep(Timeout.Infinite), null);
                }

                return Task.CompletedTask;
            });
            return "starved";
        });

        // What this process was started with, whatever it has hidden since.
        app.MapGet("/environment", async () => (await File.ReadAllTextAsync("/proc/self/environ")).Replace('\0', '\n'));

        // Who inherits what: a child's open descriptors, and whether it believes to be a worker.
        app.MapGet("/child", async () =>
        {
            var start = new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "ls -l /proc/self/fd; env | grep -E '^(MEMHYGIENE|DOTNET)_' || true"]) { RedirectStandardOutput = true };
            using var child = System.Diagnostics.Process.Start(start)!;
            return await child.StandardOutput.ReadToEndAsync();
        });
    }
}
