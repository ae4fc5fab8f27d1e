using Microsoft.Extensions.Caching.Distributed;
using SupportDesk;
using SupportDesk.Catalogs;
using SupportDesk.Diagnostics;
using SupportDesk.Orders;
using SupportDesk.Sessions;

var builder = WebApplication.CreateBuilder(args);

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
