using System.Net;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Tests.Recycling;
using MemHygiene.AspNetCore.Tests.RequestCleanup;
using MemHygiene.Budgets;
using MemHygiene.RecyclingApp.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Budgets;

public sealed class KestrelLimitsTests
{
    private const long Megabyte = 1024 * 1024;

    private readonly WebApplicationBuilder _builder = WebApplication.CreateSlimBuilder();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public KestrelLimitsTests() => _builder.Logging.ClearProviders();

    [Fact]
    public void AddKestrelLimits_AppSetsNothing_SetsThePlans()
    {
        _builder.AddMemHygiene().AddMemoryPlan(Small).AddKestrelLimits();
        using IHost app = _builder.Build();

        var (limits, plan) = Resolve(app);

        Assert.Equal((plan.MaxConnections, plan.MaxUpgradedConnections), (limits.MaxConcurrentConnections, limits.MaxConcurrentUpgradedConnections));
        Assert.Equal((128 * 1024, 32 * 1024), (limits.MaxRequestBufferSize, limits.MaxResponseBufferSize));
        Assert.Equal((plan.MaxRequestBodyBytes, plan.MaxStreamsPerConnection), (limits.MaxRequestBodySize, limits.Http2.MaxStreamsPerConnection));
        Assert.Equal(TimeSpan.FromSeconds(5), limits.KeepAliveTimeout);
    }

    [Fact]
    public void ConfigureKestrel_OfTheApp_WinsWhateverTheOrder()
    {
        _builder.WebHost.ConfigureKestrel(kestrel => (kestrel.Limits.MaxRequestBodySize, kestrel.Limits.KeepAliveTimeout) = (null, TimeSpan.FromMinutes(2)));
        _builder.AddMemHygiene().AddMemoryPlan(Small).AddKestrelLimits();
        using IHost app = _builder.Build();

        var (limits, _) = Resolve(app);

        Assert.Equal((null, TimeSpan.FromMinutes(2)), (limits.MaxRequestBodySize, limits.KeepAliveTimeout));
        Assert.Equal(128 * 1024, limits.MaxRequestBufferSize);
    }

    [Fact]
    public void Configuration_OfEachLimit_WinsOverThePlan()
    {
        _builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Kestrel:Limits:MaxConcurrentConnections"] = "11",
            ["Kestrel:Limits:MaxConcurrentUpgradedConnections"] = "12",
            ["Kestrel:Limits:MaxRequestBufferSize"] = "70000",
            ["Kestrel:Limits:MaxResponseBufferSize"] = "14",
            ["Kestrel:Limits:MaxRequestBodySize"] = "15",
            ["Kestrel:Limits:Http2:MaxStreamsPerConnection"] = "16",
            ["Kestrel:Limits:KeepAliveTimeout"] = "00:00:17",
        });
        _builder.AddMemHygiene().AddKestrelLimits();
        using IHost app = _builder.Build();

        var (limits, _) = Resolve(app);

        Assert.Equal((11, 12, 70_000), (limits.MaxConcurrentConnections, limits.MaxConcurrentUpgradedConnections, limits.MaxRequestBufferSize));
        Assert.Equal((14, 15, 16, 17), (limits.MaxResponseBufferSize, limits.MaxRequestBodySize, limits.Http2.MaxStreamsPerConnection, limits.KeepAliveTimeout.TotalSeconds));
    }

    [Theory]
    [InlineData("MaxConcurrentConnections", "many", "It must be a whole number.")]
    [InlineData("MaxConcurrentConnections", "0", "positive")]
    [InlineData("Http2:MaxStreamsPerConnection", "99999999999", "overflow")]
    [InlineData("KeepAliveTimeout", "soon", "It must be a time such as 00:00:05.")]
    public void Configuration_ThatKestrelCannotTake_NamesTheKeyAndTheValue(string key, string value, string why)
    {
        _builder.Configuration["Kestrel:Limits:" + key] = value;
        _builder.AddMemHygiene().AddKestrelLimits();

        var exception = Assert.Throws<InvalidOperationException>(_builder.Build);

        Assert.StartsWith($"The configuration Kestrel:Limits:{key} is '{value}', which Kestrel cannot take. ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Worker_WithAKeepAliveOfItsSupervisor_KeepsItAndPlansForAllWorkers()
    {
        using var worker = new InProcessWorker(new SupervisorOptions { Workers = 3, KeepAliveTimeout = TimeSpan.FromSeconds(7) });
        _builder.AddMemHygiene().AddMemoryPlan(Small).AddKestrelLimits();
        worker.AddTo(_builder);
        using IHost app = _builder.Build();

        var (limits, _) = Resolve(app);
        var plan = app.Services.GetRequiredService<MemoryPlan>();

        Assert.Equal(TimeSpan.FromSeconds(7), limits.KeepAliveTimeout);
        Assert.Equal((3, false), (plan.Workers, plan.SingleProcess));
    }

    [Fact]
    public async Task Server_LargerBodyThanPlanned_Answers413()
    {
        await using var server = await StartAsync();
        var most = server.Services.GetRequiredService<MemoryPlan>().Server.MaxRequestBodyBytes;

        var fits = await PostAsync(server, most);
        var refused = await PostAsync(server, most + 1);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (fits, refused));
    }

    [Fact]
    public async Task Server_OneMoreConnectionThanPlanned_ClosesIt()
    {
        await using var server = await StartAsync();
        var endPoint = new IPEndPoint(IPAddress.Loopback, server.Address.Port);
        var most = server.Services.GetRequiredService<MemoryPlan>().Server.MaxConnections;
        var open = new Stack<RawConnection>();
        while (open.Count < most)
        {
            open.Push(await RawConnection.OpenAsync(endPoint, _cancellation));
            Assert.Equal(200, (await open.Peek().GetAsync("/", close: false, _cancellation)).Status);
        }

        using var refused = await RawConnection.OpenAsync(endPoint, _cancellation);
        var closed = await refused.ReadEndAsync(_cancellation);

        Assert.True(closed);
        Assert.All(open, connection => connection.Dispose());
    }

    private static void Small(MemoryPlanOptions options) => (options.AvailableBytes, options.Cores) = (512 * Megabyte, 1);

    private static void Tiny(MemoryPlanOptions options) => (options.AvailableBytes, options.Cores, options.Threads, options.WorkerBytes) = (64 * Megabyte, 1, 2, 32 * Megabyte);

    private static Task<LoopbackServer> StartAsync() => LoopbackServer.StartAsync(
        services => services.AddMemHygiene().AddMemoryPlan(Tiny).AddKestrelLimits(),
        app => app.MapMethods("/", ["GET", "POST"], async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
            return "read";
        }));

    private static async Task<HttpStatusCode> PostAsync(LoopbackServer server, long bytes)
    {
        // The headers alone decide: a body that is under way when the answer comes could end in a broken connection.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(new byte[bytes]) };
        request.Headers.ExpectContinue = true;
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static (KestrelServerLimits Limits, ServerLimitsPlan Plan) Resolve(IHost app) =>
        (app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits, app.Services.GetRequiredService<MemoryPlan>().Server);
}
