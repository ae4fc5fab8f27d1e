using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MemHygiene.AspNetCore.Tests.Reports;

/// <summary>The page in a real browser, of a real server.</summary>
public sealed class ReportPageTests(Browser browser) : IAsyncDisposable
{
    // Text against what lies behind it, as WCAG 2 reckons it. Elements with role=img are named in words.
    private const string LowContrasts = """
        () => {
            const parts = color => { const [r, g, b, a] = color.match(/[\d.]+/g).map(Number); return { rgb: [r, g, b], a: a ?? 1 }; };
            const luminance = rgb => rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = node => { for (let at = node; at; at = at.parentElement) { const color = parts(getComputedStyle(at).backgroundColor); if (color.a === 1) return color.rgb; } return [255, 255, 255]; };
            const low = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const node = walker.currentNode.parentElement;
                if (!walker.currentNode.data.trim() || ['SCRIPT', 'NOSCRIPT'].includes(node.tagName) || !node.getClientRects().length) continue;
                const style = getComputedStyle(node);
                const [one, other] = [parts(node.closest('svg') ? style.fill : style.color).rgb, behind(node)].map(luminance);
                const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
                if (contrast < 4.5) low.push(walker.currentNode.data.trim() + ' ' + contrast.toFixed(2));
            }
            return low;
        }
        """;

    private const string Faults = """
        () => {
            const faults = [];
            const check = (isRight, fault) => { if (!isRight) faults.push(fault); };
            check(document.documentElement.lang === 'en', 'no language');
            check(document.title.trim(), 'no title');
            check(document.querySelectorAll('h1').length === 1, 'not one h1');
            check(document.querySelectorAll('main').length === 1, 'not one main');
            for (const table of document.querySelectorAll('table')) {
                check(table.caption?.textContent, 'table without caption');
                check([...table.tHead.querySelectorAll('th')].every(th => th.scope === 'col' && th.textContent), 'column without heading');
            }
            for (const section of document.querySelectorAll('section')) check(section.ariaLabel || document.getElementById(section.getAttribute('aria-labelledby'))?.textContent, 'section without name');
            for (const image of document.querySelectorAll('[role=img]')) check(image.ariaLabel, 'image without name');
            const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
            check(new Set(ids).size === ids.length, 'an id twice');
            let depth = 0;
            for (const heading of document.querySelectorAll('h1, h2, h3')) { const at = +heading.tagName[1]; check(at <= depth + 1, 'heading skips a level: ' + heading.textContent); depth = at; }
            return faults;
        }
        """;

    private readonly List<IPage> _pages = [];

    [Fact]
    public async Task Page_ShowsTheFiguresOfTheApp_AndAsksNobodyElse()
    {
        await using var server = await ReportServer.StartAsync();
        var page = await PageAsync();
        List<string> troubles = [];
        page.Console += (_, message) => troubles.Add($"console: {message.Text}");
        page.PageError += (_, error) => troubles.Add($"error: {error}");
        page.Request += (_, request) => troubles.AddRange(request.Url.StartsWith(server.Address.AbsoluteUri, StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal) ? [] : [request.Url]);

        await page.GotoAsync($"{server.Address}memory");
        await Expect(page.Locator("#level")).ToHaveTextAsync("Good");

        await Expect(page.Locator("#share")).ToHaveTextAsync("10 %");
        await Expect(page.Locator("#of")).ToHaveTextAsync("100 bytes of 0.98 KB (container)");
        await Expect(page.Locator("#consumers tr")).ToContainTextAsync("ThumbnailCache");
        await Expect(page.Locator("#consumers tr")).ToContainTextAsync("118 MB");
        await Expect(page.Locator("#workers")).ToContainTextAsync($"Process {Environment.ProcessId}");
        Assert.Empty(troubles);
    }

    [Fact]
    public async Task Page_FollowsTheLevel()
    {
        await using var server = await ReportServer.StartAsync();
        var page = await OpenAsync(server);

        server.Used = 950;
        await Expect(page.Locator("#level")).ToHaveTextAsync("Critical");

        await Expect(page.Locator("#notices")).ToContainTextAsync("More than 80 % of the memory limit is in use: 95 %");
        await Expect(page.Locator("#chart")).ToHaveAttributeAsync("aria-label", new Regex("now 95 %$"));
        server.Used = 100;
        await Expect(page.Locator("#level")).ToHaveTextAsync("Good");
    }

    [Fact]
    public async Task Page_OfUnknownFigures_SaysUnknown()
    {
        await using var server = await ReportServer.StartAsync();
        server.Used = null;
        var page = await OpenAsync(server);

        await Expect(page.Locator("#share")).ToHaveTextAsync("unknown");

        await Expect(page.Locator("#of")).ToHaveTextAsync("unknown of unknown (container)");
        Assert.DoesNotContain("NaN", await page.InnerTextAsync("body"), StringComparison.Ordinal);
        Assert.DoesNotContain("undefined", await page.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhenTheServerIsGone_SaysSinceWhen_AndKeepsTheLastFigures()
    {
        await using var server = await ReportServer.StartAsync();
        var page = await OpenAsync(server);

        await server.StopAsync();

        await Expect(page.Locator("#state")).ToHaveTextAsync(new Regex(@"^Connection lost since \d\d:\d\d:\d\d"));
        await Expect(page.Locator("#share")).ToHaveTextAsync("10 %");
    }

    [Theory]
    [InlineData(360, ColorScheme.Light, 950)]
    [InlineData(360, ColorScheme.Dark, 100)]
    [InlineData(768, ColorScheme.Dark, 850)]
    [InlineData(1440, ColorScheme.Light, 750)]
    [InlineData(1440, ColorScheme.Dark, 950)]
    public async Task Page_IsReadable_AndFits(int width, ColorScheme scheme, long used)
    {
        await using var server = await ReportServer.StartAsync(builder => builder.Services.AddMemHygiene().AddMemoryPlan());
        server.Used = used;
        var page = await OpenAsync(server, width, scheme);

        await Expect(page.Locator("#share")).ToHaveTextAsync($"{used / 10} %");

        Assert.Empty(await page.EvaluateAsync<string[]>(LowContrasts));
        Assert.Equal(width, await page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"));
    }

    [Fact]
    public async Task Page_HasNamesForAll()
    {
        await using var server = await ReportServer.StartAsync();
        var page = await OpenAsync(server);

        var faults = await page.EvaluateAsync<JsonElement>(Faults);

        Assert.Equal("[]", faults.GetRawText());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages)
        {
            await page.Context.CloseAsync();
        }
    }

    private async Task<IPage> PageAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await browser.PageAsync(width, scheme);
        _pages.Add(page);
        return page;
    }

    private async Task<IPage> OpenAsync(ReportServer server, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await PageAsync(width, scheme);
        await page.GotoAsync($"{server.Address}memory");
        await Expect(page.Locator("#state")).ToHaveTextAsync("Live");
        return page;
    }
}
