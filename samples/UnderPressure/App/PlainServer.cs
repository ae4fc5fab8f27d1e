using Microsoft.Extensions.Caching.Memory;

namespace UnderPressure.App;

/// <summary>The application as it is often written: results are cached, the model is loaded once, and nobody asks how much memory there is.</summary>
internal static class PlainServer
{
    public static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddMemoryCache();
        var model = new Lazy<Model>(Model.Load);
        var app = builder.Build();
        app.MapGet("/health", () => "ok");
        app.MapGet("/report/{id:int}", async (int id, IMemoryCache cache, CancellationToken cancellationToken) =>
            (await cache.GetOrCreateAsync(id, entry =>
            {
                entry.SlidingExpiration = TimeSpan.FromMinutes(10);
                return Report.WriteAsync(id, model.Value.Rank(id), cancellationToken);
            }))!.Length);
        return app;
    }
}
