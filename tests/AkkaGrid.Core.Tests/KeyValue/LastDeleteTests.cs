using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue;

/// <summary>
/// A replica keeps on disk the timestamp of the last delete that it has ever heard of, by whichever way: what it
/// reissues must be later.
/// </summary>
public sealed class LastDeleteTests
{
    private readonly VirtualNetwork _network =
        new(seed: 1, new ReplicaOptions { ExpectedReplicas = 3, SnapshotAfter = 5 }, "a", "b", "c");

    [Fact]
    public void A_delete_is_noted_where_it_is_made_and_where_it_is_delivered()
    {
        var deleted = Delete();
        _network.Drain();

        Assert.All(_network.Replicas.Values, replica => Assert.Equal(deleted, replica.Disk.State.LastDelete));
    }

    [Fact]
    public void It_is_still_known_after_a_restart_though_its_tombstone_is_gone()
    {
        var deleted = Delete();
        _network.Run(10);
        Assert.True(_network["b"].Read("x").IsEmpty);

        _network.Restart("b");
        _network.Put("b", "y", "1");

        Assert.Equal(deleted, _network["b"].Disk.State.LastDelete);
    }

    [Fact]
    public void One_that_merges_a_state_knows_it_too()
    {
        for (var i = 0; i < 10; i++)
            _network.Put("a", $"k{i}", "1");
        var deleted = Delete();
        _network.Run(10);
        _network.LoseDisk("c");
        _network.Run(20);
        Assert.True(_network.Sent[typeof(SnapshotChunk)] > 0);

        _network.Put("c", "y", "1");

        Assert.Equal(deleted, _network["c"].Disk.State.LastDelete);
    }

    /// <summary>Deletes a key at "a".</summary>
    /// <returns>The timestamp of the tombstone.</returns>
    private HybridTimestamp Delete()
    {
        _network.Delete("a", "x");
        return _network["a"].Read("x").Winner!.Timestamp;
    }
}
