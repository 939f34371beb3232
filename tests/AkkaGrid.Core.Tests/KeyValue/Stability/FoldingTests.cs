using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Stability;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

public sealed class FoldingTests
{
    private readonly VirtualNetwork _network = new(seed: 1, new ReplicaOptions { ExpectedReplicas = 3 }, "a", "b", "c");

    [Fact]
    public void An_older_incarnation_is_folded_out_of_every_clock_once_all_members_have_the_same_of_it()
    {
        var before = _network["a"].Put("x", "1", _network.Now);
        _network.Run(3);
        _network.Restart("a");
        _network.Run(5);

        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.DoesNotContain(before.Origin, replica.Core.Delivered.Roster.Members);
            Assert.True(replica.Disk.State.Coverage.Covers(before));
            Assert.Equal("1", replica.Get("x"));
        });
    }

    [Fact]
    public void Nothing_is_folded_while_a_member_cannot_say_what_it_has()
    {
        var before = _network["a"].Put("x", "1", _network.Now);
        _network.Run(3);
        CutOff("c");
        _network.Restart("a");
        _network.Run(20);

        Assert.Contains(before.Origin, _network["a"].Core.Delivered.Roster.Members);

        _network.HealAll();
        _network.Run(5);
        Assert.DoesNotContain(before.Origin, _network["c"].Core.Delivered.Roster.Members);
    }

    [Fact]
    public void A_write_that_follows_a_fold_replaces_what_the_folded_incarnation_wrote()
    {
        _network["a"].Put("x", "1", _network.Now);
        _network.Run(3);
        _network.Restart("a");
        _network.Run(5);
        _network["b"].Put("x", "2", _network.Now);
        _network.Drain();

        Assert.All(_network.Replicas.Values, replica =>
            Assert.Equal("2", Text(Assert.Single(replica.Read("x").Versions))));
    }

    [Fact]
    public void What_a_replica_wrote_just_before_it_died_reaches_all_before_its_incarnation_is_folded()
    {
        _network.Cut("a", "c");
        _network["a"].Put("x", "last", _network.Now);
        _network.Drain();
        _network.Restart("a");
        _network.Cut("b", "c");
        _network.Run(10);
        Assert.Null(_network["c"].Get("x"));

        _network.HealAll();
        _network.Run(10);

        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.Equal("last", replica.Get("x"));
            Assert.Single(replica.Disk.State.Folds.All);
        });
    }

    [Fact]
    public void Many_restarts_leave_no_trace_in_the_clocks()
    {
        for (var i = 0; i < 30; i++)
        {
            var name = "abc"[i % 3].ToString();
            _network[name].Put($"k{i}", "v", _network.Now);
            _network.Run(2);
            _network.Restart(name);
            _network.Run(4);
        }

        _network.Run(5);
        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.InRange(replica.Core.Delivered.Roster.Count, 0, 3);
            Assert.InRange(replica.Disk.State.Stable.Roster.Count, 0, 3);
            Assert.Equal(30, replica.Disk.State.Folds.Count);
            Assert.Equal(30, Enumerable.Range(0, 30).Count(i => replica.Get($"k{i}") == "v"));
        });
    }

    [Fact]
    public void One_replica_by_itself_folds_its_own_past()
    {
        var network = new VirtualNetwork(seed: 3, new ReplicaOptions(), "a");
        network["a"].Put("x", "1", network.Now);
        network.Restart("a");
        network.Run(3);

        Assert.Equal(VectorClock.Empty, network["a"].Core.Delivered);
        Assert.Equal("1", network["a"].Get("x"));
    }

    [Fact]
    public void A_newcomer_that_has_nothing_of_an_ended_incarnation_is_never_taken_for_one_that_has()
    {
        // "a" has noted the end of what "b" was before, and "b" has not.
        var network = new VirtualNetwork(seed: 5, new ReplicaOptions { ExpectedReplicas = 3 }, "a", "b");
        network["b"].Put("x", "ended", network.Now);
        network.Drain();
        network.Restart("b");
        foreach (var name in new[] { "b", "a" })
        {
            network[name].Tick(network.Replicas.Keys, network.Now);
            network.Drain();
        }

        Assert.Equal(1, network["a"].Disk.State.Folds.Count);
        Assert.Equal(0, network["b"].Disk.State.Folds.Count);

        // "n" writes before it has heard of anything, and meets "b" first.
        network.Join("n");
        network["n"].Put("x", "new", network.Now);
        foreach (var other in new[] { "b", "n" })
        {
            network.Cut("a", other);
            network.Cut(other, "a");
        }

        network["n"].Tick([ReplicaId.Create("b")], network.Now);
        network.Drain();
        network.Run(5);
        Assert.Equal(2, network["b"].Read("x").Versions.Length);
        network.HealAll();
        network.Run(20);

        Assert.All(network.Replicas.Values, replica =>
            Assert.Equal(["ended", "new"], replica.Read("x").Versions.Select(Text).Order()));
    }

    [Fact]
    public void What_has_left_the_clock_is_understood_although_an_earlier_version_did_not_write_that_down()
    {
        var (named, unnamed) = (new Incarnation(ReplicaId.Create("a"), 1), new Incarnation(ReplicaId.Create("b"), 2));
        var forgetting = new Forgetting(new MemoryStorage(), new ReplicaOptions());

        forgetting.Load(new ReplicaState(VectorClock.Of(new Dot(named, 3)), default, ReplicaSet.Empty)
        {
            Folds = Folds.Of(new Fold(named, 3), new Fold(unnamed, 5)),
        });

        Assert.Equal(0UL, forgetting.Folds.ImpliedEndOf(named));
        Assert.Equal(5UL, forgetting.Folds.ImpliedEndOf(unnamed));
    }

    private static string Text(KeyVersion version) => System.Text.Encoding.UTF8.GetString(version.Value!.Bytes.Span);

    private void CutOff(string name)
    {
        foreach (var other in _network.Replicas.Keys.Where(other => other.Value != name))
        {
            _network.Cut(name, other.Value);
            _network.Cut(other.Value, name);
        }
    }
}
