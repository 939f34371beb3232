using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;
using Microsoft.Playwright;

namespace AkkaGrid.Scenarios.Browser;

/// <summary>What a person sees and does on the live page.</summary>
public sealed class LivePageScenario(LookedAtGrid grid) : IClassFixture<LookedAtGrid>
{
    private const string Hold = "Hold updates from node1 to node3";
    private const string Release = "Release updates from node1 to node3";

    private static readonly string[] Substations = ["substation_1", "substation_2", "substation_3"];

    private LocalNodes Nodes => grid.Nodes;

    [SkippableFact]
    public async Task A_charge_shows_up_with_its_load_its_end_and_why_it_went_there()
    {
        await using var page = await OpenAsync(1);

        var accepted = await Nodes.Client(2).Charging.ChargeAsync(new ChargeRequest("EV_1", 17, Priorities.Normal));

        await OpenPage.SaysAsync(
            page.Substation(accepted.SubstationId).Locator(".figures"), new Regex("^17 of \\d+ kW$"));
        await OpenPage.SaysAsync(page.Substation(accepted.SubstationId), "1 active session; next to end: 17 kW");
        await OpenPage.SaysAsync(page.Page.Locator("#decisions li").First, $"17 kW → {accepted.SubstationId}");
        await OpenPage.SaysAsync(page.Page.Locator("#decisions li").First, "kW free; others: substation_");

        await page.Button("Charge a vehicle").ClickAsync();

        await OpenPage.SaysAsync(page.Page.Locator("#changes"), "charges at substation_");
        await OpenPage.SaysAsync(page.Page.Locator("#decisions li").First, "22 kW → substation_");

        await EndSessionsAsync(page);
    }

    [SkippableFact]
    public async Task Twenty_requests_that_are_refused_take_one_row_and_the_full_substations_say_so()
    {
        await using var page = await OpenAsync(1);
        foreach (var kilowatts in new[] { 120, 100, 80 })
            await Nodes.Client(1)
                .Charging.ChargeAsync(new ChargeRequest($"EV_full_{kilowatts}", kilowatts, Priorities.Normal));

        for (var i = 0; i < 20; i++)
        {
            var refused = new { vehicle_id = $"EV_refused_{i}", charge_amount = 20, priority = Priorities.Normal };
            using var answer = await Nodes.Http(1).PostAsJsonAsync("/charge", refused);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }

        await OpenPage.SaysAsync(page.Page.Locator("#decisions li").First, "20 × no room in");
        await OpenPage.SaysAsync(page.Tile("power"), "300 of 300 kW");
        foreach (var substation in Substations)
            await OpenPage.SaysAsync(page.Substation(substation).Locator(".condition"), "full");

        await EndSessionsAsync(page);
    }

    [SkippableFact]
    public async Task Whichever_node_is_looked_at_an_update_is_seen_to_wait_for_its_cause_that_a_link_holds()
    {
        await using var here = await OpenAsync(1);
        await using var there = await OpenAsync(2);
        await here.Button(Hold).ClickAsync();
        await OpenPage.SaysAsync(there.Card("node3"), new Regex("\\d+ held"));

        await Nodes.Client(1).Store.PutAsync("question", "why?");
        await Eventually.True(
            async () => await Nodes.Client(2).Store.GetAsync("question") is not null, "node2 sees the question");
        await Nodes.Client(2).Store.PutAsync("answer", "because");

        foreach (var page in new[] { here, there })
        {
            await OpenPage.SaysAsync(page.Card("node3"), new Regex("\\d+ held"));
            await OpenPage.SaysAsync(
                page.Card("node3").Locator(".stash"),
                new Regex("“answer” \\(node2:\\d+\\) waits for “question” \\(node1:\\d+\\)"));
            await OpenPage.SaysAsync(page.Card("node3"), new Regex("Misses \\d+ update"));
            await OpenPage.SaysAsync(page.Page.Locator("#changes"), "reached node3 before its cause");
        }

        await there.Button(Release).ClickAsync();

        foreach (var page in new[] { here, there })
        {
            await OpenPage.SaysAsync(page.Card("node3"), "Pending updates: none");
            await OpenPage.SaysAsync(page.Card("node3"), "Has every known update.");
            await OpenPage.SaysAsync(
                page.Page.Locator("#changes"), new Regex("“answer” \\(node2:\\d+\\) is delivered at node3"));
        }
    }

    [SkippableFact]
    public async Task An_update_that_leaves_the_stash_before_it_is_on_disk_is_told_as_delivered_once_it_is()
    {
        Browser.Chromium.SkipUnlessInstalled();
        await using var page = await grid.Chromium.OpenAsync(Nodes.Address(1), script: ScriptedStream.Script);
        await SendAsync(delivered: 0, isWaiting: true);
        await OpenPage.SaysAsync(page.Page.Locator("#changes"), "node2:1 reached node3 before its cause node1:1");

        await SendAsync(delivered: 0, isWaiting: false);
        await OpenPage.SaysAsync(page.Card("node3"), "Pending updates: none");
        await SendAsync(delivered: 1, isWaiting: false);

        await OpenPage.SaysAsync(page.Page.Locator("#changes"), "node2:1 is delivered at node3");

        Task SendAsync(int delivered, bool isWaiting) => ScriptedStream.SendAsync(page, "replicas", new
        {
            items = new[]
            {
                new
                {
                    replica = "node3",
                    here = false,
                    fresh = true,
                    reachable = true,
                    told = new
                    {
                        clock = new { node2 = delivered },
                        updates = new { node2 = delivered },
                        behind = 0,
                        stash = new { count = isWaiting ? 1 : 0, bytes = 9 },
                        waiting = isWaiting
                            ? new[] { new { dot = "node2.0123456789abcdef:1", cause = "node1.0123456789abcdef:1" } }
                            : [],
                        links = Array.Empty<object>(),
                    },
                },
            },
            more = 0,
        });
    }

    [SkippableFact]
    public async Task All_of_it_can_be_done_with_the_keyboard_and_focus_stays_where_it_is()
    {
        await using var page = await OpenAsync(1);
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the grid", await page.FocusAsync());
        await page.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, Hold);

        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Button(Release)).ToBeFocusedAsync();
        await Nodes.Client(2).Store.PutAsync("while/focused", "1");
        await OpenPage.SaysAsync(page.Card("node3"), "held");
        await page.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Button(Hold)).ToBeFocusedAsync();

        await page.Button("Pause").PressAsync("Enter");
        await Assertions.Expect(page.Button("Resume")).ToBeFocusedAsync();
    }

    [SkippableFact]
    public async Task Nothing_moves_from_the_first_data_on_and_while_a_hundred_updates_a_second_come()
    {
        Browser.Chromium.SkipUnlessInstalled();
        await Nodes.LinkAsync(1, 3, LinkModes.Pass);
        await using var page = await grid.Chromium.OpenAsync(
            Nodes.Address(1), height: 800, script: LayoutShifts.Script);
        await OpenPage.SaysAsync(page.Card("node3"), "Has every known update.");

        var writes = Enumerable.Range(0, 300).Select(i => Nodes.Client((i % 3) + 1).Store.PutAsync($"flood/{i}", "1"));
        foreach (var some in writes.Chunk(10))
            await Task.WhenAll(some);

        // The grid's own records count as well, and may come later.
        await Eventually.True(
            async () => (await page.Card("node2").Locator(".clock").InnerTextAsync()).Contains(
                (await Nodes.Client(1).Store.ReplicaAsync())
                    .Clock["node1"].ToString("N0", CultureInfo.InvariantCulture),
                StringComparison.Ordinal),
            "the page shows all updates of node1 at node2");
        Assert.InRange(await LayoutShifts.SumAsync(page), 0, LayoutShifts.Bound);
        Assert.InRange(await page.Page.Locator(".mark").CountAsync(), 0, 36);
    }

    [SkippableFact]
    public async Task As_many_tabs_as_one_likes_may_be_open_and_the_one_that_is_seen_is_live()
    {
        Browser.Chromium.SkipUnlessInstalled();
        await using var window = await grid.Chromium.OpenAsync(Nodes.Address(1));
        await window.IsLiveAsync();
        var tabs = new List<IPage> { window.Page };
        while (tabs.Count < 8)
        {
            await SetHiddenAsync(tabs[^1], true);
            var tab = await window.Page.Context.NewPageAsync();
            tabs.Add(tab);
            await tab.GotoAsync(Nodes.Address(1).ToString());
            await OpenPage.SaysAsync(tab.Locator("#connection"), "Live");
        }

        await SetHiddenAsync(tabs[^1], true);
        var written = await Nodes.Client(2).Store.PutAsync("while/hidden", "1");
        await SetHiddenAsync(tabs[0], false);

        await Eventually.True(
            async () => await tabs[0].EvaluateAsync<long>(ShownOfNode2) >= (long)written.Clock["node2"],
            "the tab that is seen shows the write");

        // A browser without a window takes every tab for visible.
        static Task SetHiddenAsync(IPage tab, bool hidden) => tab.EvaluateAsync(
            "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); "
                + "document.dispatchEvent(new Event('visibilitychange')); }",
            hidden);
    }

    // How many updates of node2 its own card shows.
    private const string ShownOfNode2 =
        """
        Number([...document.querySelectorAll("[data-replica=node2] .clock li")]
          .find(line => line.children[0].textContent === "node2")?.children[1].textContent.replace(/[^0-9]/g, "") ?? 0)
        """;

    [SkippableFact]
    public async Task More_tabs_than_a_browser_has_connections_may_be_seen_at_once_and_all_are_told()
    {
        Browser.Chromium.SkipUnlessInstalled();
        await using var window = await grid.Chromium.OpenAsync(Nodes.Address(1));
        await window.IsLiveAsync();
        var tabs = new List<IPage> { window.Page };
        while (tabs.Count < 8)
        {
            var tab = await window.Page.Context.NewPageAsync();
            tabs.Add(tab);
            await tab.GotoAsync(Nodes.Address(1).ToString());
            await OpenPage.SaysAsync(tab.Locator("#connection"), "Live, as seen by node1");
        }

        var written = await Nodes.Client(2).Store.PutAsync("seen/by/all", "1");

        foreach (var tab in tabs)
            await Eventually.True(
                async () => await tab.EvaluateAsync<long>(ShownOfNode2) >= (long)written.Clock["node2"],
                "the tab shows the write");
    }

    [SkippableFact]
    public async Task The_page_of_a_node_leads_to_those_of_the_others()
    {
        await using var page = await OpenAsync(1);
        var links = page.Page.Locator("#nodes");
        await OpenPage.SaysAsync(links.Locator("[aria-current=page]"), "node1");

        await LinkTo("node3").ClickAsync();

        await OpenPage.SaysAsync(page.Page.Locator("#connection"), "Live, as seen by node3");
        await Assertions.Expect(LinkTo("node1")).ToBeVisibleAsync();

        ILocator LinkTo(string node) => links.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = node });
    }

    [SkippableTheory]
    [InlineData("/")]
    [InlineData("/docs")]
    public async Task A_phone_shows_all_of_it_without_scrolling_sideways(string path)
    {
        Browser.Chromium.SkipUnlessInstalled();
        await using var page = await grid.Chromium.OpenAsync(new Uri(Nodes.Address(1), path), width: 360, height: 740);
        if (path == "/")
            await OpenPage.SaysAsync(page.Card("node3"), "Has every known update.");
        else
            await OpenPage.SaysAsync(page.Page.Locator("#calls"), "/charge");

        Assert.True(await page.FitsAsync());
    }

    [SkippableFact]
    public async Task The_reference_shows_every_call_and_how_to_try_it()
    {
        Browser.Chromium.SkipUnlessInstalled();
        await using var page = await grid.Chromium.OpenAsync(new Uri(Nodes.Address(1), "/docs"));
        var charge = page.Page.Locator("#post_charge");
        await charge.Locator("summary").ClickAsync();

        await OpenPage.SaysAsync(charge, "curl -X POST http://127.0.0.1:");
        await OpenPage.SaysAsync(charge, "no-capacity");
        Assert.InRange(await page.Page.Locator("details").CountAsync(), 30, 80);
    }

    // Sessions that go on would be seen in the other stories.
    private async Task EndSessionsAsync(OpenPage page)
    {
        foreach (var session in (await Nodes.Client(1).Charging.SessionsAsync(state: SessionStates.Active)).Items)
            await Nodes.Client(1).Charging.EndSessionAsync(session.SessionId);
        foreach (var substation in Substations)
            await OpenPage.SaysAsync(page.Substation(substation), "No active sessions.");
    }

    private async Task<OpenPage> OpenAsync(int node)
    {
        Browser.Chromium.SkipUnlessInstalled();
        await Nodes.LinkAsync(1, 3, LinkModes.Pass);
        var page = await grid.Chromium.OpenAsync(Nodes.Address(node));
        await page.IsLiveAsync();
        await OpenPage.SaysAsync(page.Card("node3"), "Has every known update.");
        return page;
    }

    private static async Task TabToAsync(OpenPage page, string name)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.FocusAsync() == name)
                return;
        }

        Assert.Fail($"'{name}' cannot be reached with the Tab key");
    }
}
