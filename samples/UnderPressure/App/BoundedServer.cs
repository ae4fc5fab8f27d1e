using MemHygiene.Models;
using MemHygiene.Pressure;
using Microsoft.Extensions.Caching.Memory;

namespace UnderPressure.App;

/// <summary>The same application with MemHygiene: what differs from <see cref="PlainServer"/> is the registration, <c>UseLoadShedding()</c> and the lease of the model.</summary>
internal static class BoundedServer
{
    public static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddMemHygiene()
            .AddMemoryPlan(plan =>
            {
                plan.WorkerBytes = 128 * 1024 * 1024;
                plan.ModelBytes = Model.Bytes;
                plan.RequestBytes = Report.RequestBytes;
            })
            .AddLoadShedding()
            .AddMemoryCacheTrimming()
            .AddModel(_ => Model.Load(), options => options.ModelBytes = Model.Bytes);
        var app = builder.Build();
        app.UseLoadShedding();
        app.MapGet("/health", () => "ok");
        app.MapMemHygiene();
        app.MapGet("/level", (MemoryMonitor monitor) => monitor.Level.ToString()).ExemptFromLoadShedding();
        app.MapGet("/report/{id:int}", async (int id, IMemoryCache cache, ModelCache<Model> models, CancellationToken cancellationToken) =>
            (await cache.GetOrCreateAsync(id, async entry =>
            {
                entry.SlidingExpiration = TimeSpan.FromMinutes(10);
                using var model = await models.LeaseAsync(cancellationToken);
                return await Report.WriteAsync(id, model.Value.Rank(id), cancellationToken);
            }))!.Length);
        return app;
    }
}
