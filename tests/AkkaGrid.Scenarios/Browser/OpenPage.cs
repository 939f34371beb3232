using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AkkaGrid.Scenarios.Browser;

/// <summary>A page in a window of its own, and what can be read on it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    /// <summary>
    /// How long a story awaits what it expects, in milliseconds: the machine may be busy with other things.
    /// </summary>
    public const float Patience = 30_000;

    private readonly List<string> _complaints = [];

    public OpenPage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(Patience);
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>The card of a replica.</summary>
    public ILocator Card(string name) => Page.Locator(".card").Filter(new LocatorFilterOptions
    {
        Has = Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name, Exact = true }),
    });

    /// <summary>The row of a substation.</summary>
    public ILocator Substation(string id) => Page.Locator($"[data-substation='{id}']");

    /// <summary>A tile of the summary, by its id.</summary>
    public ILocator Tile(string id) => Page.Locator($"#summary #{id}");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    /// <summary>Awaits that a part of the page says something.</summary>
    public static Task SaysAsync(ILocator part, string text) =>
        Assertions.Expect(part)
            .ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = Patience });

    /// <summary>Awaits that a part of the page says something of a kind.</summary>
    public static Task SaysAsync(ILocator part, Regex pattern) =>
        Assertions.Expect(part)
            .ToContainTextAsync(pattern, new LocatorAssertionsToContainTextOptions { Timeout = Patience });

    /// <summary>Awaits that the stream is open.</summary>
    public Task IsLiveAsync() => SaysAsync(Page.Locator("#connection"), "Live");

    /// <summary>Whether all of the page fits into the width of its window.</summary>
    public Task<bool> FitsAsync() =>
        Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");

    /// <summary>What has the keyboard, by its accessible name or else its id.</summary>
    public Task<string> FocusAsync() => Page.EvaluateAsync<string>(
        "document.activeElement.ariaLabel ?? (document.activeElement.id || document.activeElement.textContent.trim())");

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(_complaints);
    }
}
