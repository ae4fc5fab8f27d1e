using System.Globalization;

namespace BeforeAfter.Reports;

/// <summary>The three pictures of a run. A series is named after its app, in lower case, which is also its class in the style sheet.</summary>
internal static class Charts
{
    private static readonly (string Name, double Percent)[] Percentiles =
        [("p50", 50), ("p75", 75), ("p90", 90), ("p95", 95), ("p99", 99), ("p99.9", 99.9), ("slowest", 100)];

    public static string MemoryOverTime(IReadOnlyList<Measurement> apps)
    {
        var plot = new Plot("Memory over time", string.Join("; ", apps.Select(app =>
            $"{app.Name} peaks at {ComparisonRow.Megabytes(app.Figures.PeakRssBytes)} and settles at {ComparisonRow.Megabytes(app.Figures.SettledRssBytes)}")), Plot.FullWidth);
        var seconds = apps.Max(app => app.Samples[^1].At.TotalSeconds);
        var most = MemoryAxis(plot, apps.Max(app => app.Figures.PeakRssBytes));
        var step = Plot.Step(seconds);
        for (var second = 0.0; second <= seconds; second += step)
        {
            plot.VerticalLabel(plot.X(second / seconds), Text($"{second:0.#}"));
        }

        plot.AxisTitle("seconds since the start; the bars below the curves are the rounds of load");
        for (var i = 0; i < apps.Count; i++)
        {
            var app = apps[i];
            var series = Series(app);
            var points = app.Samples.Select(sample => (plot.X(sample.At.TotalSeconds / seconds), Plot.Y(sample.Bytes / most))).ToList();
            plot.Area(series, points);
            plot.Line(series, points);
            foreach (var round in app.Rounds)
            {
                var from = plot.X(round.From.TotalSeconds / seconds);
                plot.Bar(series, from, Plot.Bottom + 1 + (i * 4), plot.X(round.To.TotalSeconds / seconds) - from, 3, $"{app.Name}: round of {round.To - round.From:s\\.f} s");
            }
        }

        return plot.ToString();
    }

    public static string Latency(IReadOnlyList<Measurement> apps)
    {
        var plot = new Plot("Latency", string.Join("; ", apps.Select(app => Text($"{app.Name}: p50 {app.Figures.P50Ms:N1} ms, p99 {app.Figures.P99Ms:N1} ms"))), Plot.HalfWidth);
        var all = apps.SelectMany(app => Percentiles.Select(percentile => Math.Max(app.Load.PercentileMs(percentile.Percent), 0.1))).ToList();
        var low = Math.Floor(Math.Log10(all.Min()));
        var decades = Math.Max(Math.Ceiling(Math.Log10(all.Max())) - low, 1);
        for (var decade = 0; decade <= decades; decade++)
        {
            plot.HorizontalGrid(decade / decades, Text($"{Math.Pow(10, low + decade):#,0.###} ms"));
        }

        for (var i = 0; i < Percentiles.Length; i++)
        {
            plot.VerticalLabel(Column(i), Percentiles[i].Name);
        }

        plot.AxisTitle("share of the requests that were answered within …; logarithmic scale");
        foreach (var app in apps)
        {
            var points = Percentiles
                .Select((percentile, i) => (X: Column(i), Y: Plot.Y((Math.Log10(Math.Max(app.Load.PercentileMs(percentile.Percent), 0.1)) - low) / decades)))
                .ToList();
            plot.Line(Series(app), points);
            for (var i = 0; i < points.Count; i++)
            {
                plot.Dot(Series(app), points[i].X, points[i].Y, Text($"{app.Name}, {Percentiles[i].Name}: {app.Load.PercentileMs(Percentiles[i].Percent):N1} ms"));
            }
        }

        return plot.ToString();

        double Column(int index) => plot.X((index + 0.5) / Percentiles.Length);
    }

    public static string MemoryAfterRounds(IReadOnlyList<Measurement> apps)
    {
        var plot = new Plot("Memory after each round", string.Join("; ", apps.Select(app =>
            $"{app.Name}: {string.Join(", ", app.Figures.RssAfterRoundBytes.Select(bytes => ComparisonRow.Megabytes(bytes)))}")), Plot.HalfWidth);
        var most = MemoryAxis(plot, apps.Max(app => app.Figures.RssAfterRoundBytes.Max()));
        var rounds = apps[0].Figures.RssAfterRoundBytes.Count;
        var width = Math.Min((plot.Right - Plot.Left) / rounds * 0.7 / apps.Count, 44);
        for (var round = 0; round < rounds; round++)
        {
            var middle = plot.X((round + 0.5) / rounds);
            plot.VerticalLabel(middle, $"{round + 1}");
            for (var i = 0; i < apps.Count; i++)
            {
                var bytes = apps[i].Figures.RssAfterRoundBytes[round];
                var x = middle + ((i - (apps.Count / 2.0)) * width);
                var y = Plot.Y(bytes / most);
                plot.Bar(Series(apps[i]), x + 1, y, width - 2, Plot.Bottom - y, $"{apps[i].Name} after round {round + 1}: {ComparisonRow.Megabytes(bytes)}");
                plot.Text(x + (width / 2), y - 5, Text($"{bytes / 1_000_000.0:N0}"), "middle", "value");
            }
        }

        plot.AxisTitle("round");
        return plot.ToString();
    }

    private static double MemoryAxis(Plot plot, double peak)
    {
        var step = Plot.Step(peak);
        var most = Math.Ceiling(peak * 1.04 / step) * step;
        for (var bytes = 0.0; bytes <= most; bytes += step)
        {
            plot.HorizontalGrid(bytes / most, ComparisonRow.Megabytes(bytes));
        }

        return most;
    }

    private static string Series(Measurement app) => app.Name.ToLowerInvariant();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
