namespace MemHygiene.RecyclingApp;

/// <summary>An endless stream of server-sent events as any app writes it: a counter, ten times a second.</summary>
internal static class Ticks
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static async Task SendAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        using var timer = new PeriodicTimer(Interval);
        for (var count = 1; await timer.WaitForNextTickAsync(context.RequestAborted); count++)
        {
            await context.Response.WriteAsync($"data: {count}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
