using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Divergence;

public sealed class DivergenceCheckTests
{
    private static readonly Incarnation Other = new(ReplicaId.Create("b"), 2);
    private static readonly VectorClock Clock = VectorClock.Of(new Dot(Other, 3));

    private readonly DivergenceCheck _check = new(patience: 5);
    private readonly PeerTable _peers = new(ReplicaId.Create("a"));

    public DivergenceCheckTests()
    {
        _peers.Follow(ReplicaSet.Of(new Member(Other, new HybridTimestamp(1))));
        _peers.Reach([Other.Replica]);
    }

    [Fact]
    public void A_member_of_the_same_clock_and_other_content_is_asked_once_that_has_lasted()
    {
        Announce(Clock, digest: 77);

        Assert.All(Enumerable.Range(0, 5), tick => Assert.Null(Find(tick)));
        Assert.Equal(Other, Find(5));
        Assert.Null(Find(6));
        Assert.Equal(Other, Find(10));
    }

    [Fact]
    public void A_difference_that_goes_away_meanwhile_begins_again()
    {
        Announce(Clock, digest: 77);
        Find(0);
        Announce(Clock, ContentDigest.Empty.Total);
        Find(3);
        Announce(Clock, digest: 77);

        Assert.Null(Find(6));
        Assert.Equal(Other, Find(11));
    }

    [Fact]
    public void Members_of_another_clock_are_no_concern()
    {
        Announce(Clock.With(new Dot(Other, 4)), digest: 77);
        Assert.All(Enumerable.Range(0, 20), tick => Assert.Null(Find(tick)));
    }

    /// <summary>What only a fault can bring about: one key differs although the clocks are the same.</summary>
    [Theory]
    [InlineData("b", "missing")]
    [InlineData("a", "missing")]
    [InlineData("c", "older")]
    public void A_disk_that_has_lost_or_kept_a_version_is_repaired_from_the_others(string damaged, string how)
    {
        var network = new VirtualNetwork(seed: 1, new ReplicaOptions { ExpectedReplicas = 3 }, "a", "b", "c");
        network.Put("a", "x", "1");
        network.Run(3);
        var older = network["a"].Read("x");
        network.Put("b", how == "missing" ? "y" : "x", "2");
        network.Run(5);
        network.AssertSame();
        var before = network["a"].Content();

        Damage(network[damaged], how == "missing"
            ? VersionSet.Empty
            : VersionSet.Of(network["b"].Read("x").Versions.Concat(older.Versions)));
        network.Restart(damaged);
        network.Run(60);

        if (how == "missing")
            Assert.Equal(before, network[damaged].Content());
        Assert.All(network.Replicas.Values, replica => Assert.Equal(network["a"].Content(), replica.Content()));
        Assert.All(
            network.Replicas.Values,
            replica => Assert.Equal(network["a"].Disk.State.Digest, replica.Disk.State.Digest));
    }

    private static void Damage(VirtualReplica replica, VersionSet versions)
    {
        var key = Key.Create(Keyspace.User, "x");
        var digest = new ContentDigest.Builder(replica.Disk.State.Digest);
        digest.Replace(key, replica.Disk.Read(key), versions);
        var state = replica.Disk.State with { Digest = digest.Digest };
        replica.Disk.Commit(new ChangeSet(
            replica.Self, state, new Dictionary<Key, VersionSet> { [key] = versions }, [], [], DropsStaged: false));
    }

    private Incarnation? Find(long tick) => _check.Find(Clock, ContentDigest.Empty, _peers, tick);

    private void Announce(VectorClock clock, ulong digest)
    {
        Assert.True(_peers.TryGet(Other, out var peer));
        peer.Learn(
            new ClockAnnouncement(
                Other, clock, new MembershipView(ReplicaSet.Empty, VectorClock.Empty) { Digest = digest }),
            tick: 1);
    }
}
