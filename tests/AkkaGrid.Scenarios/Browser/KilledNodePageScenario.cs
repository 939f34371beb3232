using AkkaGrid.Scenarios.Processes;

namespace AkkaGrid.Scenarios.Browser;

public sealed class KilledNodePageScenario
{
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
