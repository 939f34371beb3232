using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AkkaGrid.Scenarios.Browser;

/// <summary>What the live page shows of made-up grids: its summary, many substations, many refusals.</summary>
public sealed class SummaryPageScenario(LookedAtGrid grid) : IClassFixture<LookedAtGrid>
{
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(30)]
    public async Task Thirty_substations_fit_a_screen_on_however_many_nodes_they_are(int nodes)
    {
        await using var page = await ScriptedGrid.OpenAsync(grid);
        var thirty = Enumerable.Range(1, 30)
            .Select(number => new ScriptedSubstation(
                number, 1 + (number % nodes), Load: number % 3 == 0 ? 100 : 50, SilentFor: number % 7 == 0 ? 20 : null))
            .ToList();

        await SendAsync(page, thirty, nodes);

        await Assertions.Expect(page.Page.Locator(".substation")).ToHaveCountAsync(30);
        await Assertions.Expect(page.Substation("substation_30")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Page.EvaluateAsync<int>(
            """
            [...document.querySelectorAll(".substation")]
              .filter(row => row.getBoundingClientRect().bottom > innerHeight).length
            """));
        Assert.Equal(0, await page.Page.EvaluateAsync<int>(
            """
            [...document.querySelectorAll(".substation summary > :not(.bar)")]
              .filter(text => text.scrollWidth > text.clientWidth).length
            """));
        Assert.True(await page.FitsAsync());
    }

    [SkippableFact]
    public async Task The_summary_says_whether_all_is_well()
    {
        await using var page = await ScriptedGrid.OpenAsync(grid);
        await OpenPage.SaysAsync(page.Tile("power"), "Unknown");

        await SendAsync(page, [new(1, 1, 40), new(2, 2, 57)]);
        await ScriptedStream.SendAsync(
            page, "service", ScriptedGrid.Service([ScriptedGrid.Decision(9, "substation_1")], waiting: 2));

        await OpenPage.SaysAsync(page.Tile("health"), new Regex("OK"));
        await OpenPage.SaysAsync(page.Tile("power"), "97 of 200 kW");
        await OpenPage.SaysAsync(page.Tile("sessions"), new Regex("Sessions2at 2 substations"));
        await OpenPage.SaysAsync(page.Tile("refusals"), new Regex("25 %.*2 requests waiting"));
        await OpenPage.SaysAsync(page.Tile("balancer"), "node2");

        await ScriptedStream.SendAsync(page, "health", new { reasons = new[] { "The disk is full." } });

        await OpenPage.SaysAsync(page.Tile("health"), new Regex("Not ready.*The disk is full."));
        await Assertions.Expect(page.Tile("health")).ToHaveAttributeAsync("data-level", "bad");
        await OpenPage.SaysAsync(page.Page.Locator("#changes"), "Health: Not ready. The disk is full.");
    }

    [SkippableFact]
    public async Task What_is_unknown_is_shown_as_unknown_with_its_age_and_not_as_zero()
    {
        await using var page = await ScriptedGrid.OpenAsync(grid);
        await SendAsync(page, [new(1, 1, 40), new(2, 2, 57)]);
        await ScriptedStream.SendAsync(page, "service", ScriptedGrid.Service([]));
        await OpenPage.SaysAsync(page.Tile("refusals"), "25 %");

        await SendAsync(page, [new(1, 1, 40), new(2, 2, 57, SilentFor: 20)]);

        await OpenPage.SaysAsync(page.Tile("health"), new Regex("Degraded.*substation_2 does not report"));
        await OpenPage.SaysAsync(
            page.Tile("power"), new Regex("40 of 100 kW.*100 kW unknown for \\d+ s: 1 substation unreachable"));
        await OpenPage.SaysAsync(page.Tile("sessions"), new Regex("Sessions11 substation unknown"));
        await OpenPage.SaysAsync(page.Substation("substation_2"), new Regex("unknown, \\d+ s.*unreachable"));

        await SendAsync(page, [new(2, 2, 57, SilentFor: 20)], balancer: null);
        await ScriptedStream.SendAsync(page, "service", ScriptedGrid.Service(null));

        await OpenPage.SaysAsync(page.Tile("power"), new Regex("Unknown.*Was 40 of 100 kW, \\d+ s ago"));
        await OpenPage.SaysAsync(page.Tile("sessions"), new Regex("Unknown.*Was 1, \\d+ s ago"));
        await OpenPage.SaysAsync(page.Tile("refusals"), new Regex("Unknown.*Was 25 %, \\d+ s ago"));
        await OpenPage.SaysAsync(page.Tile("balancer"), new Regex("Unknown.*Was node2, \\d+ s ago"));
        await OpenPage.SaysAsync(page.Page.Locator("#queue-state"), "Unknown");
        foreach (var tile in new[] { "power", "sessions", "refusals", "balancer" })
            await Assertions.Expect(page.Tile(tile)).ToHaveAttributeAsync("data-level", "unknown");
    }

    [SkippableFact]
    public async Task Only_the_substations_that_are_full_or_unreachable_are_shown_on_demand()
    {
        await using var page = await ScriptedGrid.OpenAsync(grid);
        await SendAsync(page, [new(1, 1, 40), new(2, 2, 100), new(3, 2, 57, SilentFor: 20)]);
        var filter = page.Page.GetByLabel("only full or unreachable");
        await OpenPage.SaysAsync(page.Page.Locator("#filter"), "(2 of 3)");

        await filter.CheckAsync();

        await Assertions.Expect(page.Substation("substation_1")).ToHaveCountAsync(0);
        await OpenPage.SaysAsync(page.Substation("substation_2"), "full");
        await OpenPage.SaysAsync(page.Substation("substation_3"), "unreachable");

        await SendAsync(page, [new(1, 1, 40)]);
        await OpenPage.SaysAsync(page.Page.Locator("#substations-note"), "No substation is full or unreachable.");
        await filter.UncheckAsync();

        await OpenPage.SaysAsync(page.Substation("substation_1"), "60 kW free");
    }

    [SkippableFact]
    public async Task Refusals_that_follow_each_other_take_one_row()
    {
        await using var page = await ScriptedGrid.OpenAsync(grid);
        await SendAsync(page, [new(1, 1, 90)]);
        await ScriptedStream.SendAsync(page, "service", ScriptedGrid.Service(
            [ScriptedGrid.Decision(40, null, count: 37, lasted: 10), ScriptedGrid.Decision(9, "substation_1")]));

        var rows = page.Page.Locator("#decisions li");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await OpenPage.SaysAsync(rows.First, "37 × no room in 10 s");
        await OpenPage.SaysAsync(rows.First, "no substation had 22 kW free; free: substation_1 10 kW");
        await OpenPage.SaysAsync(rows.Last, "22 kW → substation_1");
    }

    [SkippableFact]
    public async Task A_paused_page_stays_as_it_is_until_it_is_resumed()
    {
        await using var page = await ScriptedGrid.OpenAsync(grid);
        await SendAsync(page, [new(1, 1, 40)]);
        await OpenPage.SaysAsync(page.Tile("power"), "40 of 100 kW");

        await page.Button("Pause").ClickAsync();
        await OpenPage.SaysAsync(page.Page.Locator("#connection"), "Paused at");
        await SendAsync(page, [new(1, 1, 77)]);
        // Also what a person does with it shows the grid of then.
        await page.Page.GetByLabel("only full or unreachable").CheckAsync();
        await OpenPage.SaysAsync(page.Page.Locator("#substations-note"), "No substation is full or unreachable.");
        await page.Page.GetByLabel("only full or unreachable").UncheckAsync();
        await OpenPage.SaysAsync(page.Substation("substation_1"), "40 of 100 kW");
        await OpenPage.SaysAsync(page.Tile("power"), "40 of 100 kW");

        await page.Button("Resume").ClickAsync();

        await OpenPage.SaysAsync(page.Tile("power"), "77 of 100 kW");
        await OpenPage.SaysAsync(page.Substation("substation_1"), "77 of 100 kW");
        await Assertions.Expect(page.Button("Pause")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task Nothing_moves_while_panels_fill_and_empty()
    {
        await using var page = await ScriptedGrid.OpenAsync(grid);
        await SendAsync(page, [new(1, 1, 40), new(2, 2, 57)]);
        await Assertions.Expect(page.Page.Locator("#grid")).ToBeVisibleAsync();
        await page.Page.EvaluateAsync("document.querySelector('.panels').scrollIntoView()");

        for (var filled = 1; filled <= 6; filled++)
        {
            var decisions = Enumerable.Range(1, 2 * filled)
                .Select(second => ScriptedGrid.Decision(30 - second, second % 2 == 0 ? null : "substation_1"))
                .ToList();
            string[] reasons = filled % 2 == 0 ? [] : [$"Reason {filled}."];
            await ScriptedStream.SendAsync(page, "service", ScriptedGrid.Service(decisions, waiting: filled));
            await ScriptedStream.SendAsync(page, "health", new { reasons });
            await Assertions.Expect(page.Page.Locator("#decisions li")).ToHaveCountAsync(2 * filled);
            await Assertions.Expect(page.Page.Locator("#queue li")).ToHaveCountAsync(filled);
            await Assertions.Expect(page.Page.Locator("#changes li")).ToHaveCountAsync(filled);
        }

        await ScriptedStream.SendAsync(page, "service", ScriptedGrid.Service([]));
        await Assertions.Expect(page.Page.Locator("#queue li")).ToHaveCountAsync(0);

        Assert.InRange(await LayoutShifts.SumAsync(page), 0, LayoutShifts.Bound);
    }

    [SkippableFact]
    public async Task An_address_that_is_no_web_address_is_no_link()
    {
        await using var page = await ScriptedGrid.OpenAsync(grid);
        await SendAsync(page, []);

        await ScriptedStream.SendAsync(
            page,
            "replicas",
            ScriptedGrid.Replicas(4, "http://127.0.0.1:1", "javascript:alert(1)", "http://127.0.0.1:3", ""));

        await Assertions.Expect(page.Page.Locator("#nodes a")).ToHaveTextAsync(new[] { "node3" });
        Assert.Equal(0, await page.Card("node2").Locator("a").CountAsync());
    }

    private static async Task SendAsync(
        OpenPage page, IReadOnlyCollection<ScriptedSubstation> substations, int nodes = 2, string? balancer = "node2")
    {
        await ScriptedStream.SendAsync(page, "cluster", ScriptedGrid.Cluster(nodes, balancer));
        await ScriptedStream.SendAsync(page, "replicas", ScriptedGrid.Replicas(2));
        await ScriptedStream.SendAsync(page, "substations", ScriptedGrid.Substations(substations));
    }
}
