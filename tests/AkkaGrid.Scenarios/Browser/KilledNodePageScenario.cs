using System.Text.RegularExpressions;
using AkkaGrid.Scenarios.Partitions;
using AkkaGrid.Scenarios.Processes;

namespace AkkaGrid.Scenarios.Browser;

public sealed class KilledNodePageScenario
{
    [SkippableFact]
    public async Task A_node_that_has_left_says_so_claims_nothing_of_the_others_and_counts_the_updates_of_all_its_starts()
    {
        Chromium.SkipUnlessInstalled();
        await using var nodes = new CuttableNodes(3);
        await nodes.StartAsync(1, 2, 3);
        await nodes.AreOneClusterAsync(1, 2, 3);
        await nodes.ServeAsync(3);
        for (var i = 0; i < 40; i++)
            await nodes.Client(3).Store.PutAsync("counted", $"{i}");
        await nodes.RestartAsync(3);
        await nodes.AreOneClusterAsync(1, 2, 3);
        await using var chromium = await Chromium.StartAsync();
        await using var page = await chromium.OpenAsync(nodes.Url(3));
        await OpenPage.SaysAsync(page.Card("node1"), "Has every known update.");
        await OpenPage.SaysAsync(page.Tile("balancer"), new Regex("node\\d"));
        Assert.True((await nodes.Client(3).Store.ReplicaAsync()).Updates["node3"] >= 40);
        await OpenPage.SaysAsync(page.Card("node3").Locator(".clock"), new Regex("node3\\D*[4-9]\\d"));

        await nodes.Client(3).Cluster.LeaveAsync();

        await OpenPage.SaysAsync(page.Page.Locator("#connection"), "Live, as seen by node3, which is in no cluster");
        Assert.Equal("alone", await page.Page.Locator("#connection").GetAttributeAsync("data-state"));
        await OpenPage.SaysAsync(
            page.Card("node1"), new Regex("Unreachable; last report at .* Its values are from then."));
        await OpenPage.SaysAsync(page.Tile("health"), "Not ready");
        await OpenPage.SaysAsync(page.Tile("balancer"), new Regex("Unknown.*Was node\\d, .* ago"));
        Assert.DoesNotContain("missing", await page.Card("node1").InnerTextAsync());
    }

    [SkippableFact]
    public async Task A_killed_node_shows_as_gone_at_others_and_as_silent_on_its_own_page_until_it_is_back()
    {
        Chromium.SkipUnlessInstalled();
        using var grid = await ThreeProcesses.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        await using var other = await chromium.OpenAsync(grid.Address(1));
        await using var own = await chromium.OpenAsync(grid.Address(3));
        await own.IsLiveAsync();
        await OpenPage.SaysAsync(own.Tile("health"), "OK");
        await OpenPage.SaysAsync(other.Card("node3"), "Has every known update.");
        await OpenPage.SaysAsync(other.Page.Locator("#lab-state"), "The lab is off on node1");
        Assert.Equal(0, await other.Button("Hold").CountAsync());

        await grid.KillAsync(3);

        await OpenPage.SaysAsync(own.Page.Locator("#connection"), "No data since");
        await OpenPage.SaysAsync(own.Tile("health"), new Regex("Unknown.*Was OK, .* ago"));
        await OpenPage.SaysAsync(other.Page.Locator("#members"), "not a member since");
        await OpenPage.SaysAsync(other.Page.Locator("#changes"), "node3 is no longer a member of the cluster.");
        await OpenPage.SaysAsync(other.Card("node3"), "Unreachable");
        await OpenPage.SaysAsync(other.Substation("substation_3"), "unreachable");
        await OpenPage.SaysAsync(other.Tile("health"), new Regex("Degraded.*substation_3 does not report"));
        await OpenPage.SaysAsync(other.Tile("power"), new Regex("100 kW unknown for \\d+ s: 1 substation unreachable"));

        grid.Start(3);

        await own.IsLiveAsync();
        await OpenPage.SaysAsync(own.Page.Locator("#changes"), "The node responds again.");
        await OpenPage.SaysAsync(other.Card("node3"), "Has every known update.");
        await OpenPage.SaysAsync(other.Tile("health"), "OK");
    }
}
