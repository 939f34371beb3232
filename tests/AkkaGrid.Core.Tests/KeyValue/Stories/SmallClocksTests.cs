using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Stories;

/// <summary>
/// Clocks have an entry for every start that ever wrote, and are written small all the same: a base has the ended ones.
/// What a node gives out, every node understands again.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class SmallClocksTests
{
    private readonly VirtualNetwork _network = new(
        seed: 1, new ReplicaOptions { ExpectedReplicas = 3, LogTrimTicks = 2, BaseTicks = 2 }, "a", "b", "c");

    [Theory]
    [InlineData(0, 60, 6)]
    [InlineData(0, 60, 1)]
    [InlineData(0, 257, 2)]
    [InlineData(1_994, 6, 2)]
    public void After_many_starts_heads_hold_only_those_that_live_and_what_a_list_gives_out_is_understood_again(
        int startsAlone, int startsOfThree, int ticksBetween)
    {
        var starts = startsAlone + startsOfThree;
        if (startsAlone > 0)
            _network.Restore("a", StoreOfManyStarts(startsAlone));
        Restart(startsOfThree, ticksBetween, withDeletes: false);

        _network.AssertSame();
        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.InRange(replica.Disk.State.Clock.Roster.Count, 0, 6);
            Assert.InRange(replica.Core.Delivered.Roster.Count, 0, 6);
            Assert.InRange(replica.Disk.State.LogHorizon.Roster.Count, 0, starts);
            Assert.Equal(starts, replica.Disk.State.Clock.Entries.Count());
        });

        // As a list does, which has seen a version of every start.
        var (giver, seen) = (_network["a"].Disk, CausalContext.Empty);
        foreach (var item in giver.Scan(Keyspace.User, "", null))
            seen = seen.With(item.Value.Dots);
        Assert.True(seen.Sequences.Count >= starts - 3);
        AssertUnderstood(seen.Shortened(giver.State.Clock, giver.Bases));

        _network.LoseDisk("c");
        _network.Run(40);
        _network.Restart("b");
        AssertUnderstood(seen.Shortened(giver.State.Clock, giver.Bases));
    }

    [Fact]
    public void Horizons_stay_small_as_well()
    {
        Restart(100, ticksBetween: 4, withDeletes: true);

        _network.AssertSame();
        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.InRange(replica.Disk.State.Horizon.Roster.Count, 0, 6);
            Assert.InRange(replica.Disk.State.Clock.Roster.Count, 0, 6);
            Assert.True(replica.Disk.State.Horizon.Entries.Count() > 90);
        });
    }

    [Fact]
    public void While_a_member_is_away_heads_grow_and_shrink_again_when_it_is_back()
    {
        Restart(30, ticksBetween: 4, withDeletes: false);
        _network.CutOff("c");
        for (var i = 0; i < 20; i++)
        {
            _network.Put("a", $"away{i}", "1");
            _network.Restart("a");
            _network.Run(3);
        }

        Assert.InRange(_network["a"].Disk.State.Clock.Roster.Count, 20, 26);
        _network.HealAll();
        _network.Run(30);

        _network.AssertSame();
        Assert.All(_network.Replicas.Values, replica => Assert.InRange(replica.Disk.State.Clock.Roster.Count, 0, 6));
    }

    [Fact]
    public void One_replica_by_itself_keeps_its_clock_small()
    {
        var network = new VirtualNetwork(seed: 3, new ReplicaOptions { BaseTicks = 2 }, "a");
        for (var i = 0; i < 50; i++)
        {
            network.Put("a", "x", $"{i}");
            network.Restart("a");
            network.Run(2);
        }

        network.Run(5);
        Assert.InRange(network["a"].Disk.State.Clock.Roster.Count, 0, 2);
        Assert.Equal("49", network["a"].Get("x"));
    }

    [Fact]
    public void A_newcomer_gets_all_of_the_clock_and_its_base()
    {
        Restart(100, ticksBetween: 3, withDeletes: true);
        _network.Join("d");
        _network.Run(60);

        _network.AssertSame();
        Assert.Equal(100, _network["d"].Disk.State.Clock.Entries.Count());
        Assert.InRange(_network["d"].Disk.State.Clock.Roster.Count, 0, 8);
    }

    /// <summary>The disk of a grid of one that has started and written many times.</summary>
    private static MemoryStorage StoreOfManyStarts(int starts)
    {
        var dots = Enumerable.Range(0, starts)
            .Select(i => new Dot(new Incarnation(ReplicaId.Create("a"), 1 + (ulong)i), 1)).ToList();
        var versions = dots.ToDictionary(
            dot => Key.Create(Keyspace.User, $"alone{dot.Origin.Nonce:0000}"),
            dot =>
                VersionSet.Of(new KeyVersion(dot, new HybridTimestamp(dot.Origin.Nonce), new Value(new byte[] { 1 }))));
        var digest = new ContentDigest.Builder(ContentDigest.Empty);
        foreach (var (key, version) in versions)
            digest.Replace(key, VersionSet.Empty, version);
        var disk = new MemoryStorage();
        var clock = VectorClock.Of(disk.Bases.Add(ClockBase.Of(dots)), []);
        var state = ReplicaState.Initial with
        {
            Clock = clock,
            LogHorizon = clock,
            IsAdmitted = true,
            Digest = digest.Digest
        };
        disk.Commit(new ChangeSet(default, state, versions, [], [], DropsStaged: false));
        return disk;
    }

    private void Restart(int starts, int ticksBetween, bool withDeletes)
    {
        for (var i = 0; i < starts; i++)
        {
            var name = "abc"[i % 3].ToString();
            _network.Put(name, $"k{i:0000}", "v");
            if (withDeletes)
                _network.Delete(name, $"k{i:0000}");
            _network.Run(ticksBetween - (ticksBetween / 2));
            _network.Restart(name);
            _network.Run(ticksBetween / 2);
        }

        _network.Run(60);
    }

    private void AssertUnderstood(CausalContext given)
    {
        Assert.True(CausalContext.TryParse(given.ToString(), out var read));
        Assert.InRange(read.ToString().Length, 1, (CausalContext.MaxEntries + 10) * 16);
        foreach (var replica in _network.Replicas.Values)
        {
            foreach (var unknown in replica.Core.Replica.Missing(read, replica.Core.Replica.Ticks)
                .Missing.Where(update => update.Sequence == 0))
                replica.Core.Replica.SeekBase(unknown.Nonce);
        }

        _network.Run(5);
        Assert.All(
            _network.Replicas.Values,
            replica => Assert.True(read.IsCoveredBy(replica.Disk.State.Clock, replica.Disk.Bases)));
    }
}
