using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.AspNetCore.Tests.Reports;

public sealed class ReportEndpointTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/memory", "Accept: text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("/memory/", "Accept: text/html", "text/html")]
    [InlineData("/memory", "Accept: application/json", "application/json")]
    [InlineData("/memory", "Accept: */*", "application/json")]
    [InlineData("/memory/report.json", "Accept: text/html", "application/json")]
    public async Task Get_AnswersWithWhatIsAskedFor(string path, string accept, string type)
    {
        await using var server = await ReportServer.StartAsync();

        using var response = await server.GetAsync(path, accept);

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Get_IsNeitherKeptNorGuessedNorFramed()
    {
        await using var server = await ReportServer.StartAsync();

        using var page = await server.GetAsync("/memory", "Accept: text/html");
        using var json = await server.GetAsync("/memory/report.json");

        Assert.All([page, json], response =>
        {
            Assert.True(response.Headers.CacheControl!.NoStore);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        });
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_HasTheReportOfThisProcess()
    {
        await using var server = await ReportServer.StartAsync();

        var json = JsonDocument.Parse(await server.Client.GetStringAsync("/memory/report.json", _cancellation)).RootElement;

        Assert.Equal(Environment.ProcessId, json.GetProperty("processId").GetInt32());
        Assert.Equal("ThumbnailCache", json.GetProperty("consumers")[0].GetProperty("name").GetString());
        Assert.Equal(1000, json.GetProperty("reading").GetProperty("limitBytes").GetInt64());
    }

    [Fact]
    public async Task Get_SinceAPointOfTheHistory_LeavesOutThoseBefore()
    {
        await using var server = await ReportServer.StartAsync();
        var all = await HistoryAsync(server, "");

        var none = await HistoryAsync(server, "?since=2100-01-01T00:00:00Z");
        var junk = await HistoryAsync(server, "?since=yesterday");

        Assert.Equal(0, none);
        Assert.InRange(all, 1, junk);
    }

    [Fact]
    public async Task OtherMethods_AreNotAllowed()
    {
        await using var server = await ReportServer.StartAsync();

        using var response = await server.Client.PostAsync("/memory", null, _cancellation);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET"), (response.StatusCode, response.Content.Headers.Allow.Single()));
    }

    [Fact]
    public async Task Get_IsAnsweredWhenRequestsAreTurnedAway()
    {
        await using var server = await ReportServer.StartAsync(
            builder => builder.Services.AddMemHygiene().AddLoadShedding(),
            app =>
            {
                app.UseRouting();
                app.UseLoadShedding();
                app.MapGet("/", () => "fine");
                app.MapMemHygiene();
            });
        var critical = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = server.Services.GetRequiredService<Pressure.MemoryMonitor>().OnLevelChanged(_ => critical.TrySetResult());
        server.Used = 950;
        await critical.Task.WaitAsync(_cancellation);

        using var other = await server.GetAsync("/");
        using var report = await server.GetAsync("/memory");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (other.StatusCode, report.StatusCode));
    }

    [Fact]
    public async Task Map_WithAnotherPattern_IsThere()
    {
        await using var server = await ReportServer.StartAsync(map: app => app.MapMemHygiene("/ops/ram"));

        using var response = await server.GetAsync("/ops/ram/report.json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public void Map_WithoutAddMemHygiene_SaysWhatIsMissing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapMemHygiene());

        Assert.Equal("MapMemHygiene() needs builder.AddMemHygiene().", error.Message);
    }

    private async Task<int> HistoryAsync(ReportServer server, string query) =>
        JsonDocument.Parse(await server.Client.GetStringAsync("/memory/report.json" + query, _cancellation)).RootElement.GetProperty("history").GetArrayLength();
}
