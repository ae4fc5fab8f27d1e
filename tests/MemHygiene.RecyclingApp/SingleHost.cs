using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace MemHygiene.RecyclingApp;

/// <summary>--single: an app that ends itself for an orchestrator. --max 200 (requests) --unready 5 (seconds) --exit-code 0.</summary>
internal static class SingleHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("MemHygiene", LogLevel.Information).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.AddMemHygiene().AddProcessRecycling(options =>
        {
            options.MaxRequests = AppArguments.Read(args, "--max", 0);
            options.MaxRequestsJitter = 0;
            options.MinLifetime = TimeSpan.Zero;
            options.UnreadyDelay = TimeSpan.FromSeconds(AppArguments.Read(args, "--unready", 5));
            options.ExitCode = AppArguments.Read(args, "--exit-code", 0);
        });
        var app = builder.Build();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        app.MapGet("/", () => Environment.ProcessId.ToString());
        app.MapPost("/echo", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            return await reader.ReadToEndAsync(context.RequestAborted);
        });
        await app.RunAsync();
        return Environment.ExitCode;
    }
}
