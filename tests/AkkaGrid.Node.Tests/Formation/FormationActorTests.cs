using Akka.Cluster;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.Formation;

[Trait("Speed", "Slow")]
public sealed class FormationActorTests
{
    [Fact]
    public async Task Two_of_three_seeds_form_a_new_cluster_while_the_lowest_one_was_told_to_leave()
    {
        await using var nodes = await TestNodes.StartAsync(3);
        var seeds = Enumerable.Range(0, 3).Select(index => nodes[index])
            .OrderBy(node => node.Options.Address.Value, StringComparer.Ordinal).ToList();
        var others = seeds.Skip(1).ToList();

        using var http = TestNodes.Http(seeds[0]);
        (await http.PostAsync("/cluster/leave", null)).EnsureSuccessStatusCode();
        await Eventually.True(
            () =>
                HandleOf(seeds[0]) is { Restarts: 1, Current: not null } && others.All(node => TestNodes.IsUp(node, 2)),
            "the lowest seed has left");
        var cluster = Cluster.Get(HandleOf(others[0]).Current!);
        foreach (var member in cluster.State.Members)
            cluster.Down(member.Address);
        await Eventually.True(
            () => others.All(node => HandleOf(node) is { Restarts: 1, Current: not null }), "both are downed");

        await Eventually.True(() => others.All(node => TestNodes.IsUp(node, 2)), "the two are in one cluster again");
        Assert.Equal(ClusterStates.Alone, TestNodes.View(seeds[0]).State);
    }

    private static ActorSystemHandle HandleOf(GridNode node) => node.Services.GetRequiredService<ActorSystemHandle>();
}
