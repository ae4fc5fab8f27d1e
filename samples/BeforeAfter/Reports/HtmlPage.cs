using System.Globalization;
using System.Net;
using System.Text;
using BeforeAfter.Build;
using BeforeAfter.Load;

namespace BeforeAfter.Reports;

/// <summary>The run as one page that needs nothing else: no script, no font, no address.</summary>
internal sealed class HtmlPage(
    string machine,
    RunOptions options,
    Measurement? before,
    Measurement after,
    IReadOnlyList<Target> targets,
    IReadOnlyList<AnalyzerWarning> warnings,
    FixedCopy? repaired)
{
    private static readonly string[] Highlights = ["Settled memory (RSS)", "Allocated per request", "p99", "Requests per second"];

    private readonly StringBuilder _html = new();

    public string ToHtml()
    {
        IReadOnlyList<Measurement> apps = before is null ? [after] : [before, after];
        var rows = ComparisonRow.For(before, after);

        Raw($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>MemHygiene: before and after</title>
            <style>
            {Style()}</style>
            </head>
            <body>
            <main>
            <header>
            <h1>A support desk's backend, before and after</h1>
            <p>{options.Rounds} rounds of {options.Requests:N0} requests from {options.Users} users, who pause {VirtualUser.Pause.TotalMilliseconds:N0} ms between two requests. {Encode(machine)}.</p>
            </header>
            """);
        Tiles(rows.Where(row => Highlights.Contains(row.Name)));
        Figure("Memory over time", Charts.MemoryOverTime(apps), apps, "Resident memory of all processes of the app, added up ten times a second.");
        Figure("Latency", Charts.Latency(apps), apps, "From sending a request to the last byte of its answer, all rounds together.");
        Figure("Memory after each round", Charts.MemoryAfterRounds(apps), apps, $"In MB, {options.Rest.TotalSeconds:0.#} s after the round's last answer.");
        Table(rows);
        Targets();
        Warnings();
        Fixes();
        Notes();
        Raw($"</main>\n</body>\n</html>\n");
        return _html.ToString();
    }

    private void Tiles(IEnumerable<ComparisonRow> rows)
    {
        Raw($"<ul class=\"tiles\">\n");
        foreach (var row in rows)
        {
            Raw($"<li><span>{Encode(row.Name)}</span><strong>{Encode(row.After)}</strong><small>before {Encode(row.Before)} · {Encode(row.Change)}</small></li>\n");
        }

        Raw($"</ul>\n");
    }

    private void Figure(string title, string svg, IReadOnlyList<Measurement> apps, string caption)
    {
        var legend = string.Concat(apps.Select(app => $"<li class=\"{app.Name.ToLowerInvariant()}\">{Encode(app.Name)}</li>"));
        Raw($"<figure>\n<h2>{Encode(title)}</h2>\n<ul class=\"legend\">{legend}</ul>\n{svg}\n<figcaption>{Encode(caption)}</figcaption>\n</figure>\n");
    }

    private void Table(IEnumerable<ComparisonRow> rows)
    {
        Raw($"<section>\n<h2>All figures</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th></th><th scope=\"col\">Before</th><th scope=\"col\">After</th><th scope=\"col\">Change</th></tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            Raw($"<tr><th scope=\"row\">{Encode(row.Name)}</th><td>{Encode(row.Before)}</td><td>{Encode(row.After)}</td><td>{Encode(row.Change)}</td></tr>\n");
        }

        Raw($"</tbody>\n</table></div>\n</section>\n");
    }

    private void Targets()
    {
        Raw($"<section>\n<h2>What it must show</h2>\n<ul class=\"targets\">\n");
        foreach (var target in targets)
        {
            var (style, verdict) = target.Met switch { true => ("pass", "PASS"), false when options.JudgesTargets => ("fail", "FAIL"), false => ("none", "miss"), null => ("none", "n/a") };
            Raw($"<li><b class=\"{style}\">{verdict}</b><span>{Encode(target.Promise)}</span><em>{Encode(target.Measured)}</em></li>\n");
        }

        Raw($"</ul>\n</section>\n");
    }

    private void Warnings()
    {
        if (warnings.Count == 0)
        {
            return;
        }

        Raw($"<section>\n<h2>What the analyzers say about Before</h2>\n<ul class=\"warnings\">\n");
        foreach (var warning in warnings)
        {
            Raw($"<li><b>{Encode(warning.Id)}</b> <code>{Encode(warning.File)}({warning.Line})</code><p>{Encode(warning.Message)}</p></li>\n");
        }

        Raw($"</ul>\n</section>\n");
    }

    private void Fixes()
    {
        if (repaired is null)
        {
            return;
        }

        var verdict = repaired.EqualsAfter ? "The result is After, line for line, without the lines written by hand." : "The result differs from the After that is committed.";
        Raw($"<section>\n<h2>What <code>dotnet format analyzers</code> changed</h2>\n<p>{verdict}</p>\n");
        foreach (var file in repaired.Files.Where(file => file.Fixes.Count > 0))
        {
            var lines = string.Join('\n', file.Fixes.Select(line => $"<span class=\"{(line.Added ? "added" : "removed")}\">{Encode(line.ToString())}</span>"));
            Raw($"<details><summary><code>{Encode(file.Path)}</code></summary><pre tabindex=\"0\">{lines}</pre></details>\n");
        }

        if (repaired.HandLines.Count > 0)
        {
            Raw($"<details><summary>Written by hand in After</summary><pre tabindex=\"0\">{Encode(string.Join('\n', repaired.HandLines))}</pre></details>\n");
        }

        Raw($"</section>\n");
    }

    private void Notes() => Raw($"""
        <section class="notes">
        <h2>How it was measured</h2>
        <p>Memory is the resident set (RSS) from <code>/proc</code>, added up over all processes of an app: After's supervisor and its workers, those that drain included.
        Pages that processes share count once for each, which is to After's disadvantage. Settled memory is the median over the rests after each round from the second on and
        {options.Settle.TotalSeconds:0.#} idle seconds at the end, of each the last second. Allocated bytes, model loads and session writes are counters that each process writes to a file of its own; the code is the same in both apps,
        and processes that were replaced are included. File reads are opens of the catalogue, counted by inotify; outbound sockets are the connections that the upstream accepted.
        Latency includes starting cold.</p>
        </section>

        """);

    private static string Style()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private void Raw(FormattableString text) => _html.Append(text.ToString(CultureInfo.InvariantCulture));
}
