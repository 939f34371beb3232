using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Processes;

public sealed class EmptyDisksScenario
{
    [Fact]
    public async Task A_node_with_data_that_grows_to_three_seeds_and_starts_last_keeps_its_data_and_gets_theirs()
    {
        using var grid = new ThreeProcesses(network: null);
        grid.Start(1, seeds: 1);
        await grid.AreReadyAsync(1);
        var old = grid.Client(1).Store;
        for (var i = 0; i < 20; i++)
            await old.PutAsync($"old/{i}", $"{i}");
        await old.PutAsync("both", "old");
        await old.PutAsync("deleted", "old");
        await old.DeleteAsync("deleted");
        await grid.StopAsync(1);

        grid.Start(2);
        grid.Start(3);
        await grid.AreReadyAsync(2, 3);
        foreach (var node in (int[])[2, 3])
            await grid.Client(node).Store.PutAsync($"new/{node}", $"{node}");
        await grid.Client(2).Store.PutAsync("both", "new");
        await grid.Client(3).Store.PutAsync("deleted", "new");
        grid.Start(1);
        await grid.AreReadyAsync(1, 2, 3);

        for (var node = 1; node <= 3; node++)
        {
            for (var i = 0; i < 20; i++)
                await HasAsync(grid, node, $"old/{i}", $"{i}");
            await HasAsync(grid, node, "new/2", "2");
            await HasAsync(grid, node, "new/3", "3");
            await HasAsync(grid, node, "deleted", "new");
            await Eventually.True(
                async () => await grid.Client(node).Store.GetAsync("both") is { Text: "new", Siblings: 1 },
                $"node{node} has both writes");
        }
    }

    [Fact]
    public async Task An_emptied_node_that_starts_first_refuses_writes_until_it_has_met_the_others_and_nothing_is_lost()
    {
        using var grid = await ThreeProcesses.StartAsync();
        for (var node = 1; node <= 3; node++)
            for (var i = 0; i < 20; i++)
                await grid.Client(node)
                    .Store.PutAsync($"{node}/{i}", $"{i}", new WriteOptions { Concern = WriteConcern.All });
        await grid.Client(2).Store.PutAsync("last", "of 2");
        await Task.WhenAll(grid.StopAsync(1), grid.StopAsync(2), grid.StopAsync(3));
        Directory.Delete(grid.DataOf(1), recursive: true);

        grid.Start(1);
        var refusal = await RefusalAsync(grid, 1);
        Assert.Equal((503, ProblemKinds.StoreUnavailable), (refusal.Status, refusal.Kind));
        Assert.Contains($":{grid.RemotingPort(2)}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($":{grid.RemotingPort(3)}", refusal.Message, StringComparison.Ordinal);
        using (var http = new HttpClient { BaseAddress = grid.Address(1) })
        {
            using var health = await http.GetAsync("/health/ready/store");
            Assert.Equal(503, (int)health.StatusCode);
        }

        grid.Start(2);
        await grid.AreReadyAsync(1, 2);
        await grid.Client(1).Store.PutAsync("after", "1");
        grid.Start(3);
        await grid.AreReadyAsync(3);

        for (var node = 1; node <= 3; node++)
        {
            for (var origin = 1; origin <= 3; origin++)
                for (var i = 0; i < 20; i++)
                    await HasAsync(grid, node, $"{origin}/{i}", $"{i}");
            await HasAsync(grid, node, "last", "of 2");
            await HasAsync(grid, node, "after", "1");
        }
    }

    private static Task HasAsync(ThreeProcesses grid, int node, string key, string value) => Eventually.True(
        async () => (await grid.Client(node).Store.GetAsync(key))?.Text == value, $"node{node} has {key}={value}");

    /// <summary>What a node answers to a write, as soon as it answers at all.</summary>
    private static async Task<GridException> RefusalAsync(ThreeProcesses grid, int node)
    {
        GridException? refusal = null;
        await Eventually.True(
            async () =>
            {
                try
                {
                    await grid.Client(node).Store.PutAsync("early", "1");
                    throw new InvalidOperationException("The write of an empty node was accepted");
                }
                catch (HttpRequestException)
                {
                    return false;
                }
                catch (GridException error) when (error.Message.Contains("empty disk", StringComparison.Ordinal))
                {
                    refusal = error;
                    return true;
                }
                catch (GridException error) when (error.Status == 503)
                {
                    return false;
                }
            },
            $"node{node} answers",
            TimeSpan.FromMinutes(2));
        return refusal!;
    }
}
