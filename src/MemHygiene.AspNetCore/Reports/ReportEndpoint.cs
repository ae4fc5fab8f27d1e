using System.Globalization;
using System.Text.Json;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Workers;
using MemHygiene.Reports;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.Reports;

/// <summary>Answers with the page to browsers, and with the report to all others.</summary>
internal sealed class ReportEndpoint(MemoryReporter reporter, ReportAccess access)
{
    private readonly ReportPage _page = ReportPage.Load();

    public Task PageOrReportAsync(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept";
        var wantsPage = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        return AnswerAsync(context, wantsPage ? WritePageAsync : WriteReportAsync);
    }

    public Task ReportAsync(HttpContext context) => AnswerAsync(context, WriteReportAsync);

    private async Task AnswerAsync(HttpContext context, Func<HttpContext, Task> write)
    {
        // All methods come here: routing's own 405 would tell that there is something.
        if (!await access.IsAllowedAsync(context).ConfigureAwait(false))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Get;
            return;
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        await write(context).ConfigureAwait(false);
    }

    private Task WritePageAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = _page.Policy;
        return WriteAsync(context, "text/html; charset=utf-8", _page.Html);
    }

    private Task WriteReportAsync(HttpContext context)
    {
        var report = Since(context.Request.Query["since"], WithRequests(reporter.Read()));
        return WriteAsync(context, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(report, MemoryReportJson.Default.MemoryReport));
    }

    // Who polls has most of the history already.
    private static MemoryReport Since(string? since, MemoryReport report) =>
        DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
            ? report with { History = [.. report.History.Where(point => point.At >= last)] }
            : report;

    // A worker counts its own requests; those of the others are not to be had from here.
    private static MemoryReport WithRequests(MemoryReport report) => Worker.Current is { } own
        ? report with { Workers = [.. report.Workers.Select(worker => worker.IsThis ? worker with { Number = own.Number, Requests = own.Requests } : worker)] }
        : report;

    private static Task WriteAsync(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
