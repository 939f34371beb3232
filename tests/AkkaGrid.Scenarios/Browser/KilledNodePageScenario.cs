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
        await OpenPage.SaysAsync(page.Card("node1"), "Lacks nothing that is known of.");
        Assert.True((await nodes.Client(3).Store.ReplicaAsync()).Updates["node3"] >= 40);
        await OpenPage.SaysAsync(page.Card("node3").Locator(".clock"), new Regex("node3\\D*[4-9]\\d"));

        await nodes.Client(3).Cluster.LeaveAsync();

        await OpenPage.SaysAsync(page.Page.Locator("#connection"), "live, as node3 sees it, which is in no cluster");
        Assert.Equal("alone", await page.Page.Locator("#connection").GetAttributeAsync("data-state"));
        await OpenPage.SaysAsync(page.Card("node1"), new Regex("Cannot be reached; last heard of at .* What is shown is of then."));
        Assert.DoesNotContain("lacks", await page.Card("node1").InnerTextAsync());
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
        await OpenPage.SaysAsync(other.Card("node3"), "Lacks nothing that is known of.");
        await OpenPage.SaysAsync(other.Page.Locator("#lab-state"), "The lab is off at node1");
        Assert.Equal(0, await other.Button("Hold").CountAsync());

        await grid.KillAsync(3);

        await OpenPage.SaysAsync(own.Page.Locator("#connection"), "No word of the node since");
        await OpenPage.SaysAsync(other.Page.Locator("#members"), "gone since");
        await OpenPage.SaysAsync(other.Page.Locator("#events"), "node3 is gone from the cluster.");
        await OpenPage.SaysAsync(other.Card("node3"), "Cannot be reached");
        await OpenPage.SaysAsync(other.Card("substation_3"), "Not heard of for some seconds");

        grid.Start(3);

        await own.IsLiveAsync();
        await OpenPage.SaysAsync(own.Page.Locator("#events"), "The node answers again.");
        await OpenPage.SaysAsync(other.Card("node3"), "Lacks nothing that is known of.");
    }
}
