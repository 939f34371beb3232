using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Messages;

/// <summary>A message of a transfer is meant for one start of a replica, and void for any other.</summary>
public sealed class TransferMessageTests
{
    private static readonly ReplicaOptions Options = new() { ExpectedReplicas = 3 };

    private readonly VirtualNetwork _network = new(seed: 1, Options, "a", "b", "c");

    [Fact]
    public void Every_message_of_a_transfer_for_another_start_is_ignored()
    {
        _network.Put("b", "x", "1");
        _network.Run(5);
        var earlier = _network["a"].Self;
        _network.Restart("a");
        _network.Run(5);
        var receiver = _network["a"];
        using var source = new RepairSource(receiver.Self, receiver.Disk, Options);
        var (before, sent) = (receiver.Content(), _network.Sent.Values.Sum());

        foreach (var message in Samples(_network["b"].Self, earlier))
        {
            switch (message)
            {
                case PullRequest request:
                    Assert.Empty(source.Answer(request));
                    break;
                case SnapshotRequest request:
                    Assert.Null(source.Answer(request, tick: 1));
                    break;
                default:
                    receiver.Receive(message, message.From.Replica);
                    break;
            }
        }

        Assert.Equal(sent, _network.Sent.Values.Sum());
        Assert.Equal(before, receiver.Content());
        Assert.Equal(0, receiver.Core.Status().StashCount);
    }

    [Fact]
    public void The_samples_are_of_every_kind_of_message_of_a_transfer() => Assert.Equal(
        typeof(TransferMessage)
            .Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TransferMessage))).ToHashSet(),
        Samples(default, default).Select(message => message.GetType()).ToHashSet());

    /// <summary>
    /// A start numbers its snapshots from 1, as the one before did: what that had asked for is not taken for its own.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Chunks_that_an_earlier_start_has_asked_for_do_not_become_part_of_a_later_ones_snapshot(int chunksBefore)
    {
        var options = Options with { SnapshotAfter = 5, BatchBytes = 300 };
        var network = new VirtualNetwork(seed: 2, options, "a", "b", "c");
        for (var i = 0; i < 100; i++)
            network.Put("a", $"k{i:00}", "old");
        network.Run(5);
        network.LoseDisk("c");
        for (var i = 0; i < chunksBefore; i++)
        {
            network.Tick();
            network.Step();
            network.Step();
        }

        for (var i = 0; i < 100; i++)
            network.Put("a", $"k{i:00}", "new");
        network.LoseDisk("c");
        network.Run(60);

        network.AssertSame();
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal("new", network["c"].Get($"k{i:00}")));
    }

    private static IEnumerable<TransferMessage> Samples(Incarnation from, Incarnation to)
    {
        var dot = new Dot(from, 9);
        var update = new Update(
            dot, VectorClock.Empty, new HybridTimestamp(1), [new Mutation(Key.Create(Keyspace.User, "x"), null)]);
        var cut = new ReplicaCut(VectorClock.Of(dot), VectorClock.Empty, new HybridTimestamp(1), default);
        yield return new PullRequest(from, to, 1, [dot with { Sequence = 1 }]);
        yield return new PullAnswer(from, to, VectorClock.Of(dot), 1, [update], [from], IsLast: true);
        yield return new SnapshotRequest(from, to, 1, null) { Digest = ContentDigest.Empty };
        yield return new SnapshotChunk(from, to, 1, cut, null, [], IsLast: true) { Ranges = Installation.AllRanges };
        yield return new SnapshotExpired(from, to, 1);
    }
}
