using System.Globalization;

namespace BeforeAfter.Reports;

/// <summary>A line of the table: one figure before and after, as both the terminal and the page show it.</summary>
internal sealed record ComparisonRow(string Name, string Before, string After, string Change)
{
    private const string Nothing = "–";

    public static List<ComparisonRow> For(Measurement? before, Measurement after)
    {
        var rows = new List<ComparisonRow>();
        Add("Peak memory (RSS)", figures => figures.PeakRssBytes, Megabytes);
        Add("Settled memory (RSS)", figures => figures.SettledRssBytes, Megabytes);
        Add("Managed heap", figures => figures.ManagedHeapBytes, Megabytes);
        Add("Allocated per request", figures => figures.AllocatedBytesPerRequest, Bytes);
        Add("p50", figures => figures.P50Ms, Milliseconds);
        Add("p99", figures => figures.P99Ms, Milliseconds);
        Add("p99 / p50", figures => figures.P50Ms > 0 ? figures.P99Ms / figures.P50Ms : 0, ratio => Text($"{ratio:N1}"));
        Add("Requests per second", figures => figures.RequestsPerSecond, rate => Text($"{rate:N0}"));
        Add("Requests", figures => figures.Requests, Count);
        Add("Failed requests", figures => figures.FailedRequests, Count);
        Add("Processes that served", figures => figures.Processes, Count);
        Add("Model loads", figures => figures.ModelLoads, Count);
        Add("File reads per minute", figures => figures.FileReadsPerMinute, rate => Text($"{rate:N1}"));
        Add("Session store writes", figures => figures.SessionWrites, Count);
        Add("Outbound sockets opened", figures => figures.OutboundSocketsOpened, Count);
        for (var round = 0; round < after.Figures.RssAfterRoundBytes.Count; round++)
        {
            var index = round;
            Add($"Memory after round {round + 1}", figures => figures.RssAfterRoundBytes[index], Megabytes);
        }

        return rows;

        void Add(string name, Func<Figures, double> figure, Func<double, string> show)
        {
            var now = figure(after.Figures);
            rows.Add(before is null
                ? new ComparisonRow(name, Nothing, show(now), Nothing)
                : new ComparisonRow(name, show(figure(before.Figures)), show(now), Compare(figure(before.Figures), now)));
        }
    }

    public static string Megabytes(double bytes) => Text($"{bytes / 1_000_000:N0} MB");

    private static string Bytes(double bytes) => bytes >= 1_000_000 ? Text($"{bytes / 1_000_000:N1} MB") : Text($"{bytes / 1_000:N1} kB");

    private static string Milliseconds(double milliseconds) => Text($"{milliseconds:N1} ms");

    private static string Count(double count) => Text($"{count:N0}");

    // Growth by more than ten times reads better as a factor than as per cent.
    private static string Compare(double before, double after) => (before, after) switch
    {
        _ when before == after => "=",
        (0, _) => Nothing,
        _ when after / before >= 10 => Text($"× {after / before:N0}"),
        _ when after / before >= 2 => Text($"× {after / before:N1}"),
        _ => Text($"{(after / before) - 1:+0.0%;−0.0%}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
