using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.KeyValue;

public sealed class CausalDeliveryScenario : IAsyncLifetime
{
    private LocalNodes _grid = null!;

    public async Task InitializeAsync() => _grid = await LocalNodes.StartAsync();

    public Task DisposeAsync() => _grid.DisposeAsync().AsTask();

    [Fact]
    public async Task An_effect_that_arrives_before_its_cause_waits()
    {
        await _grid.LinkAsync(1, 3, LinkModes.Hold);
        await _grid.Client(1).Store.PutAsync("question", "why?");
        await Sees(2, "question", "why?");
        await _grid.Client(2).Store.PutAsync("answer", "because");

        await Eventually.True(
            async () => await _grid.Client(3).Store.ReplicaAsync() is { Stash.Count: >= 1, Behind: >= 2 },
            "node3 stashes the answer, and knows that it lacks the question too");
        Assert.Null(await _grid.Client(3).Store.GetAsync("answer"));

        await _grid.LinkAsync(1, 3, LinkModes.Pass);

        await Sees(3, "answer", "because");
        await Sees(3, "question", "why?");
        await Eventually.True(
            async () => await _grid.Client(3).Store.ReplicaAsync() is { Stash.Count: 0, Behind: 0 },
            "nothing waits at node3");
    }

    [Fact]
    public async Task Concurrent_writes_become_siblings_with_one_winner_everywhere()
    {
        await _grid.LinkAsync(1, 2, LinkModes.Hold);
        await _grid.LinkAsync(2, 1, LinkModes.Hold);
        await _grid.Client(1).Store.PutAsync("colour", "red");
        await _grid.Client(2).Store.PutAsync("colour", "blue");
        await _grid.LinkAsync(1, 2, LinkModes.Pass);
        await _grid.LinkAsync(2, 1, LinkModes.Pass);

        await Converge();
        for (var node = 1; node <= 3; node++)
        {
            var envelope = await _grid.Client(node).Store.GetEnvelopeAsync("colour");
            Assert.Equal("blue", envelope!.Value);
            Assert.Equal("red", Assert.Single(envelope.Siblings).Value);
        }

        await _grid.Client(3).Store.PutAsync("colour", "violet");
        await Converge();
        for (var node = 1; node <= 3; node++)
        {
            var entry = await _grid.Client(node).Store.GetAsync("colour");
            Assert.Equal(("violet", 0), (entry!.Text, entry.Siblings));
        }
    }

    [Fact]
    public async Task A_replica_that_missed_messages_catches_up_from_a_third_one()
    {
        await _grid.LinkAsync(1, 3, LinkModes.Drop);
        for (var i = 0; i < 200; i++)
            await _grid.Client(1).Store.PutAsync($"missed/{i}", $"{i}");
        await Sees(2, "missed/199", "199");
        Assert.Null(await _grid.Client(3).Store.GetAsync("missed/0"));

        await _grid.StopAsync(1);
        await _grid.Client(3).Lab.SetLinkAsync(new LabLink("node1", "node3", LinkModes.Pass));

        await Sees(3, "missed/199", "199");
        Assert.Equal("0", (await _grid.Client(3).Store.GetAsync("missed/0"))!.Text);
    }

    [Fact]
    public async Task A_session_that_roams_reads_its_own_writes_or_is_told_that_it_cannot_yet()
    {
        var session = new CausalSession();
        await _grid.LinkAsync(1, 3, LinkModes.Hold);
        await _grid.Client(1, session).Store.PutAsync("mine", "1");

        var refused = await Assert.ThrowsAsync<GridException>(() => _grid.Client(3, session).Store.GetAsync("mine"));
        Assert.Equal((503, ProblemKinds.ContextUnavailable), (refused.Status, refused.Kind));
        Assert.Null(await _grid.Client(3).Store.GetAsync("mine"));

        await _grid.LinkAsync(1, 3, LinkModes.Pass);
        await Sees(3, "mine", "1");
        Assert.Equal("1", (await _grid.Client(3, session).Store.GetAsync("mine"))!.Text);
    }

    [Fact]
    public async Task Delayed_and_doubled_updates_change_nothing_in_the_end()
    {
        await _grid.Client(1).Lab.SetLinkAsync(new LabLink("node1", "node2", LinkModes.Delay, Ms: 200, Rate: 0.5));
        await _grid.Client(1).Lab.SetLinkAsync(new LabLink("node1", "node3", LinkModes.Duplicate));
        for (var i = 0; i < 50; i++)
            await _grid.Client(1).Store.PutAsync("counter", $"{i}");

        await Converge();
        for (var node = 1; node <= 3; node++)
            Assert.Equal("49", (await _grid.Client(node).Store.GetAsync("counter"))!.Text);
    }

    [Fact]
    public async Task A_value_larger_than_a_frame_travels_as_well()
    {
        var large = new string('x', 1_000_000);

        await _grid.Client(1).Store.PutAsync("large", large, options: new WriteOptions { Concern = WriteConcern.All });

        Assert.Equal(large, (await _grid.Client(3).Store.GetAsync("large"))!.Text);
    }

    private Task Sees(int node, string key, string value) => Eventually.True(
        async () => (await _grid.Client(node).Store.GetAsync(key))?.Text == value, $"node{node} sees {key}={value}");

    private Task Converge() => Eventually.True(
        async () =>
        {
            var replicas = await Task.WhenAll(
                Enumerable.Range(1, 3).Select(node => _grid.Client(node).Store.ReplicaAsync()));
            return replicas.All(replica =>
                replica.Clock.OrderBy(entry => entry.Key).SequenceEqual(replicas[0].Clock.OrderBy(entry => entry.Key)));
        },
        "the replicas have the same clock");
}
