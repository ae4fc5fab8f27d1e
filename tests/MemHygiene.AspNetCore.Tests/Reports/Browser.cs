using MemHygiene.AspNetCore.Tests.Reports;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace MemHygiene.AspNetCore.Tests.Reports;

/// <summary>The Chromium of this machine, without a window, started with the first test that needs it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => default;

    /// <summary>A page with a profile of its own, which the caller closes with its context. Skips the test where there is no browser.</summary>
    public async Task<IPage> PageAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var path = Find();
        Assert.SkipWhen(path is null, "The page is tested in Chromium: install Debian's package chromium, or put chromium or google-chrome on the PATH.");
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            Assertions.SetDefaultExpectTimeout(60_000);
            _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = path,

                // Containers run tests as root, which Chromium's sandbox refuses.
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
        finally
        {
            _starting.Release();
        }

        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         let path = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
         where File.Exists(path)
         select path).FirstOrDefault();
}
