using MemHygiene.AspNetCore.Recycling; // by hand
using Microsoft.Extensions.Caching.Distributed;
using SupportDesk;
using SupportDesk.Catalogs;
using SupportDesk.Chat;
using SupportDesk.Diagnostics;
using SupportDesk.Orders;
using SupportDesk.Sessions;

if (await Supervisor.RunAsync(args, options => (options.Workers, options.MaxRequests, options.MinWorkerLifetime) = (1, 350, TimeSpan.FromMilliseconds(500)))) { return; } // by hand
var builder = WebApplication.CreateBuilder(args);
builder.AddMemHygiene()
    .AddModel(_ => TextClassifier.Load(AppPaths.Model))
    .AddJsonStore<Catalog>(AppPaths.Catalog)
    .AddHandlerPool()
    .AddSessions();
builder.Services.ConfigureAll<MemHygiene.Models.ModelCacheOptions>(model => model.PreloadAtStartup = true); // by hand
builder.AddMemHygiene().AddRequestCleanup(); // by hand

builder.Services.AddControllers();
builder.Services.AddHostedService<CounterFile>();

// Sessions outlive a restart: they are kept in a database, not in memory.
builder.Services.AddSingleton<IDistributedCache>(new SqliteCache(AppPaths.Sessions, TimeProvider.System));
builder.Services.AddSession(options =>
{
    options.Cookie.Name = "supportdesk";
    options.IdleTimeout = TimeSpan.FromHours(2);
});

var app = builder.Build();

app.MapGet("/health", () => "ok");

app.UseSession();
app.UseMiddleware<VisitorMiddleware>();

app.MapControllers();
app.MapCatalog();
app.MapOrders();

app.Run();
