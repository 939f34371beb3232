using Microsoft.Playwright;

namespace AkkaGrid.Scenarios.Browser;

/// <summary>The Chromium of this machine, where there is one, without a window.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // Without these it looks for hosts of its maker's at every start.
    private static readonly string[] Arguments =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Where it is installed; null where it is not.</summary>
    public static string? Path { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Skips the test where there is no Chromium.</summary>
    public static void SkipUnlessInstalled() =>
        Skip.If(
            Path is null,
            $"There is no {string.Join(", ", Names)} on the PATH; Debian has it in the package chromium.");

    public static async Task<Chromium> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(OpenPage.Patience);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = Arguments });
        return new Chromium(playwright, browser);
    }

    /// <summary>Opens a page in a window of its own. What its script complains of fails whoever asks for it.</summary>
    /// <param name="address">The address of the page.</param>
    /// <param name="width">The width of the window, in CSS pixels.</param>
    /// <param name="height">The height of the window, in CSS pixels.</param>
    /// <param name="script">A script that runs before those of the page; null for none.</param>
    public async Task<OpenPage> OpenAsync(Uri address, int width = 1280, int height = 900, string? script = null)
    {
        var window = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "en-GB",
        });
        if (script is not null)
            await window.AddInitScriptAsync(script);
        var page = new OpenPage(await window.NewPageAsync());
        await page.Page.GotoAsync(address.ToString());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
