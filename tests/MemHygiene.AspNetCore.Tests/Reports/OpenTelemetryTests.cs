using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace MemHygiene.AspNetCore.Tests.Reports;

public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task Metrics_ReachACollector_ByTheirNames()
    {
        var received = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await CollectorAsync(received);
        await using var server = await ReportServer.StartAsync();
        using var metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter("MemHygiene")
            .AddOtlpExporter(options =>
            {
                options.Protocol = OtlpExportProtocol.HttpProtobuf;
                options.Endpoint = new Uri(collector.Urls.Single() + "/v1/metrics");
            })
            .Build();

        metrics.ForceFlush();
        var body = await received.Task.WaitAsync(TestContext.Current.CancellationToken);

        // Protocol buffers hold names and values as they are.
        Assert.All(
            [
                "memhygiene.memory.usage", "memhygiene.memory.limit", "memhygiene.memory.limit.kind", "container", "memhygiene.memory.utilization", "memhygiene.memory.level",
                "memhygiene.memory.trims", "memhygiene.memory.trim.outcome", "timed_out", "memhygiene.memory.collections", "memhygiene.memory.alerts", "restart_needed",
                "memhygiene.memory.consumer.usage", "memhygiene.memory.consumer.name", "ThumbnailCache",
            ],
            name => Assert.True(body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0, name));
    }

    private static async Task<WebApplication> CollectorAsync(TaskCompletionSource<byte[]> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/metrics", async (HttpContext context) =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            received.TrySetResult(body.ToArray());
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
