using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Stability;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

public sealed class GarbageCollectorTests
{
    private readonly MemoryStorage _disk = new();

    /// <summary>
    /// Where a disk was damaged, a merge between replicas of one clock brings a tombstone back that was collected here.
    /// </summary>
    [Fact]
    public void A_tombstone_that_a_merge_brings_is_collected_though_later_ones_of_its_origin_were_looked_at_before()
    {
        var garbage = new GarbageCollector(_disk, new ReplicaOptions(), _disk.Load(Samples.A));
        Write(5);
        CollectAll(garbage);
        Assert.Equal(0, _disk.TombstoneCount);

        Write(2);
        garbage.Load(_disk.State);
        CollectAll(garbage);

        Assert.Equal(0, _disk.TombstoneCount);
    }

    private void Write(ulong sequence)
    {
        var tombstone = new KeyVersion(new Dot(Samples.A, sequence), new HybridTimestamp(sequence), null);
        var state = _disk.State with { Clock = _disk.State.Clock.With(tombstone.Dot) };
        var versions = new Dictionary<Key, VersionSet> { [Samples.Key($"k{sequence}")] = VersionSet.Of(tombstone) };
        _disk.Commit(new ChangeSet(Samples.A, state, versions, [], [], DropsStaged: false));
    }

    /// <summary>Collects as a grid of one does, until nothing is left to do.</summary>
    private void CollectAll(GarbageCollector garbage)
    {
        for (var tick = 1; tick < 5; tick++)
        {
            var turn = new OpenTurn(_disk, _disk.State.Digest);
            var stability = new CausalStability(
                _disk.State.Clock, _disk.State.Horizon, new PeerTable(Samples.A.Replica));
            garbage.Collect(turn, _disk.State, stability, tick, TimeSpan.Zero);
            var state = _disk.State with { Horizon = garbage.Guard.Horizon };
            if (turn.Seal(Samples.A, state, new Dot(Samples.A, 0)).Changes is { } changes)
                _disk.Commit(changes);
        }
    }
}
