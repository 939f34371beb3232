using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.Telemetry;

public sealed partial class NodeMetricsTests
{
    [Fact]
    public async Task A_node_tells_where_the_balancer_is_and_counts_the_messages_that_reach_nobody()
    {
        await using var node = await ServingNode.StartAsync();
        await Eventually.True(() => TestNodes.View(node.Node).BalancerNode is not null, "the balancer serves");
        var system = node.Node.Services.GetRequiredService<ActorSystemHandle>().Current!;
        var before = await ReadAsync(node, "cluster_dead_letters_total");

        system.EventStream.Publish(new DeadLetter("lost", ActorRefs.Nobody, ActorRefs.Nobody));
        system.EventStream.Publish(new UnhandledMessage("unknown", ActorRefs.Nobody, ActorRefs.Nobody));

        await Eventually.True(
            async () => await ReadAsync(node, "cluster_dead_letters_total") > before, "the dead letter is counted");
        await Eventually.True(
            async () => await ReadAsync(node, "cluster_unhandled_messages_total") > 0,
            "the unhandled message is counted");
        Assert.Contains(
            "cluster_balancer{at=\"node1\"} 1\n", await node.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metrics_of_a_node_are_those_that_are_documented_each_with_its_type()
    {
        await using var node = await ServingNode.StartAsync();
        var documented = Row()
            .Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations.md")))
            .Select(row => (row.Groups["name"].Value, row.Groups["type"].Value));

        var shown = Type().Matches(await node.Http.GetStringAsync("/metrics"))
            .Select(line => (line.Groups["name"].Value, line.Groups["type"].Value));

        Assert.Equal(shown.Order(), documented.Order());
    }

    private static async Task<double> ReadAsync(ServingNode node, string name) => double.Parse(
        (await node.Http.GetStringAsync("/metrics")).Split('\n')
            .Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[name.Length..],
        System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("^# TYPE (?<name>[a-z_]+) (?<type>[a-z]+)$", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex("^\\| `(?<name>[a-z_]+)` \\| (?<type>counter|gauge|histogram)\\b", RegexOptions.Multiline)]
    private static partial Regex Row();
}
