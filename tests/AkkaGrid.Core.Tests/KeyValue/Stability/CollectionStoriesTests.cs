using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

public sealed class CollectionStoriesTests
{
    private readonly VirtualNetwork _network = new(
        seed: 1,
        new ReplicaOptions { ExpectedReplicas = 3, LogRetention = TimeSpan.FromSeconds(1), LogTrimTicks = 2 },
        "a",
        "b",
        "c");

    [Fact]
    public void A_tombstone_goes_once_every_member_has_it()
    {
        _network["a"].Put("x", "1", _network.Now);
        _network["a"].Write(WriteConcern.Local, _network.Now, ("x", null));
        _network.Drain();
        Assert.All(_network.Replicas.Values, replica => Assert.Single(replica.Read("x").Versions));

        _network.Run(5);

        Assert.All(_network.Replicas.Values, replica => Assert.True(replica.Read("x").IsEmpty));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void A_tombstone_goes_when_every_member_has_it_whatever_the_wall_clocks_say(int hours)
    {
        _network["a"].Put("x", "1", _network.Now);
        var stepped = _network.Now.AddHours(hours);
        _network["a"].Write(WriteConcern.Local, stepped, ("x", null));
        _network.Drain();
        _network["b"].Restart(nonce: 99, stepped);

        _network.Run(10);

        Assert.All(_network.Replicas.Values, replica => Assert.True(replica.Read("x").IsEmpty));
    }

    [Fact]
    public void A_tombstone_stays_while_one_member_lacks_it()
    {
        _network["a"].Put("x", "1", _network.Now);
        _network.Drain();
        _network.Cut("a", "c");
        _network.Cut("b", "c");
        _network["a"].Write(WriteConcern.Local, _network.Now, ("x", null));
        _network.Run(20);

        Assert.Single(_network["a"].Read("x").Versions);
        Assert.Single(_network["b"].Read("x").Versions);

        _network.HealAll();
        _network.Run(10);
        Assert.All(_network.Replicas.Values, replica => Assert.True(replica.Read("x").IsEmpty));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("c")]
    public void A_tombstone_stays_while_one_member_has_not_found_that_all_have_it(string kept)
    {
        // "b" has the tombstone, and hears nothing of "c".
        _network.Cut("c", "b");
        var tombstone = _network.Delete("a", "x");
        _network.Run(20);

        Assert.True(_network[kept].Disk.State.Horizon.Covers(tombstone));
        Assert.False(_network["b"].Disk.State.Horizon.Covers(tombstone));
        Assert.Single(_network[kept].Read("x").Versions);

        _network.HealAll();
        _network.Run(10);
        Assert.True(_network[kept].Read("x").IsEmpty);
    }

    [Fact]
    public void A_tombstone_that_is_overwritten_before_all_members_have_found_it_leaves_no_entry()
    {
        _network.Cut("c", "b");
        var tombstone = _network.Delete("a", "x");
        _network.Run(20);
        Assert.True(_network["a"].Disk.State.Horizon.Covers(tombstone));

        _network.Put("a", "x", "again");
        _network.Drain();
        _network.HealAll();
        _network.Run(10);

        Assert.All(
            _network.Replicas.Values,
            replica => Assert.Equal(("again", 0), (replica.Get("x"), replica.Disk.TombstoneCount)));
    }

    [Fact]
    public void A_delete_wins_over_an_older_concurrent_write_although_its_tombstone_could_go_elsewhere()
    {
        _network.Cut("c", "a");
        _network.Cut("c", "b");
        _network["c"].Put("x", "concurrent", _network.Now);
        _network["a"].Write(WriteConcern.Local, _network.Now, ("x", null));
        _network.Run(20);

        Assert.Single(_network["a"].Read("x").Versions);

        _network.HealAll();
        _network.Run(20);
        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.Null(replica.Get("x"));
            Assert.Equal(_network["a"].Read("x"), replica.Read("x"));
        });
    }

    [Fact]
    public void A_tombstone_beside_a_sibling_stays_and_goes_when_the_sibling_is_deleted_too()
    {
        _network["a"].Put("x", "sibling", _network.Now);
        _network["b"].Write(WriteConcern.Local, _network.Now, ("x", null));
        _network.Run(10);
        Assert.All(_network.Replicas.Values, replica => Assert.Equal(2, replica.Read("x").Versions.Length));

        _network["c"].Write(WriteConcern.Local, _network.Now, ("x", null));
        _network.Run(10);

        Assert.All(_network.Replicas.Values, replica => Assert.True(replica.Read("x").IsEmpty));
    }

    [Fact]
    public void The_log_goes_when_it_is_stable_and_old()
    {
        var dot = _network["a"].Put("x", "1", _network.Now);
        _network.Run(5);
        Assert.NotEmpty(_network["b"].Disk.ReadLog(dot.Origin, 1));

        _network.Advance(TimeSpan.FromSeconds(2));
        _network.Run(5);

        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.Empty(replica.Disk.ReadLog(dot.Origin, 1));
            Assert.True(replica.Disk.State.LogHorizon.Covers(dot));
        });
    }

    [Fact]
    public void An_old_log_stays_while_one_member_lacks_it()
    {
        _network.Cut("a", "c");
        _network.Cut("b", "c");
        var dot = _network["a"].Put("x", "1", _network.Now);
        _network.Advance(TimeSpan.FromSeconds(2));
        _network.Run(10);

        Assert.NotEmpty(_network["a"].Disk.ReadLog(dot.Origin, 1));
    }
}
