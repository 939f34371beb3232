using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Rejoining;

public sealed class RejoiningTests
{
    private readonly VirtualNetwork _network = new(seed: 1, new ReplicaOptions { ExpectedReplicas = 3 }, "a", "b", "c");

    [Fact]
    public void One_that_lost_its_disk_takes_the_state_of_the_others()
    {
        Age();
        _network.LoseDisk("c");
        _network.Run(30);

        AssertSame();
        Assert.Equal("kept", _network["c"].Get("kept"));
        Assert.Null(_network["c"].Get("gone"));
    }

    [Fact]
    public void What_it_wrote_alone_before_it_met_the_others_again_is_not_lost()
    {
        Age();
        CutOff("c");
        _network.LoseDisk("c");
        _network["c"].Put("alone", "1", _network.Now);
        _network["c"].Put("gone", "again", _network.Now);
        _network["c"].Put("kept", "mine", _network.Now);
        _network.Run(5);
        _network.HealAll();
        _network.Run(40);

        AssertSame();
        Assert.Equal(("1", "again"), (_network["a"].Get("alone"), _network["a"].Get("gone")));
        Assert.Equal(2, _network["a"].Read("kept").Versions.Length);
    }

    [Fact]
    public void A_restored_backup_brings_nothing_back_that_was_deleted_since()
    {
        _network["a"].Put("gone", "1", _network.Now);
        _network.Run(5);
        var backup = _network["c"].Disk.Clone();
        Age();
        _network.Restore("c", backup);
        _network["c"].Put("new", "1", _network.Now);
        _network.Run(40);

        AssertSame();
        Assert.Null(_network["c"].Get("gone"));
        Assert.Equal("1", _network["a"].Get("new"));
    }

    [Fact]
    public void What_it_brought_back_before_it_went_back_to_an_older_disk_is_not_brought_back_again()
    {
        Age();
        CutOff("c");
        _network.LoseDisk("c");
        _network["c"].Put("alone", "1", _network.Now);
        _network.HealAll();
        RunUntil(() => !_network["c"].Disk.State.Strays.IsEmpty);
        var backup = _network["c"].Disk.Clone();
        RunUntil(() => _network["a"].Get("alone") == "1" && _network["b"].Get("alone") == "1");
        _network.Restore("c", backup);
        _network["c"].Put("alone", "2", _network.Now);
        _network.Run(40);

        AssertSame();
        Assert.Equal(2, _network["a"].Read("alone").Versions.Length);
    }

    [Fact]
    public void A_member_that_is_gone_is_retired_and_holds_nothing_up_any_more()
    {
        var last = _network["c"].Put("x", "by c", _network.Now);
        _network.Run(3);
        CutOff("c");
        _network["a"].Put("y", "1", _network.Now);
        _network["a"].Write(WriteConcern.Local, _network.Now, ("y", null));
        _network.Run(5);
        Assert.Equal(ReplicaId.Create("c"), _network["a"].Core.Status().BlockedBy);

        var request = _network["a"].Retire("c");
        _network.Run(10);

        Assert.Null(_network["a"].Retirements[request]);
        Assert.All([_network["a"], _network["b"]], replica =>
        {
            Assert.Null(replica.Core.Status().BlockedBy);
            Assert.True(replica.Read("y").IsEmpty);
            Assert.DoesNotContain(last.Origin, replica.Core.Delivered.Roster.Members);
            Assert.Equal("by c", replica.Get("x"));
        });
    }

    [Fact]
    public void All_that_any_member_has_of_the_retired_one_reaches_the_others_first()
    {
        _network.Cut("c", "b");
        _network.Cut("a", "b");
        _network["c"].Put("x", "only a has it", _network.Now);
        _network.Drain();
        CutOff("c");
        _network.Run(1);
        _network["a"].Retire("c");
        _network.Run(5);
        Assert.Contains(_network["c"].Self, _network["a"].Core.Delivered.Roster.Members);

        _network.HealAll();
        CutOff("c");
        _network.Run(10);

        Assert.Equal("only a has it", _network["b"].Get("x"));
        Assert.DoesNotContain(_network["c"].Self, _network["b"].Core.Delivered.Roster.Members);
    }

    [Fact]
    public void A_retired_member_that_comes_back_loses_none_of_its_writes()
    {
        _network["a"].Put("shared", "old", _network.Now);
        _network.Run(3);
        CutOff("c");
        var unreplicated = _network["c"].Put("x", "unreplicated", _network.Now);
        _network["c"].Put("shared", "of c", _network.Now);
        _network["a"].Put("shared", "of a", _network.Now);
        _network.Run(1);
        _network["a"].Retire("c");
        _network.Run(10);

        _network.HealAll();
        _network.Run(40);

        AssertSame();
        Assert.Equal("unreplicated", _network["b"].Get("x"));
        Assert.Equal("of a", _network["b"].Get("shared"));
        Assert.Equal(2, _network["b"].Read("shared").Versions.Length);
        Assert.True(_network["b"].Disk.State.Coverage.Covers(unreplicated));
        Assert.Equal(3, _network["a"].Disk.State.Set.ActiveCount);
    }

    [Theory]
    [InlineData("b", RetireRefusal.Live)]
    [InlineData("a", RetireRefusal.Self)]
    [InlineData("z", RetireRefusal.Unknown)]
    public void Who_lives_or_was_never_there_is_not_retired(string name, RetireRefusal refusal)
    {
        var request = _network["a"].Retire(name);

        Assert.Equal(refusal, _network["a"].Retirements[request]);
    }

    [Fact]
    public void A_minority_retires_nobody_unless_it_is_forced_to()
    {
        CutOff("c");
        _network.Run(2);

        Assert.Equal(RetireRefusal.NoMajority, _network["c"].Retirements[_network["c"].Retire("a")]);
        Assert.Equal(3, _network["c"].Disk.State.Set.ActiveCount);
    }

    /// <summary>Gives the set a past of which something is forgotten.</summary>
    private void Age()
    {
        _network["a"].Put("kept", "kept", _network.Now);
        _network["b"].Put("gone", "old", _network.Now);
        _network.Run(3);
        _network["b"].Write(WriteConcern.Local, _network.Now, ("gone", null));
        _network.Run(10);
        Assert.All(_network.Replicas.Values, replica => Assert.True(replica.Read("gone").IsEmpty));
    }

    private void RunUntil(Func<bool> condition)
    {
        for (var ticks = 0; ticks < 100 && !condition(); ticks++)
            _network.Run(1);
        Assert.True(condition());
    }

    private void AssertSame() => Assert.All(_network.Replicas.Values, replica =>
    {
        Assert.Equal(_network["a"].Core.Delivered, replica.Core.Delivered);
        Assert.Equal(
            _network["a"].Disk.Scan(Keyspace.User, "", null).Select(item => (item.Key, item.Value)),
            replica.Disk.Scan(Keyspace.User, "", null).Select(item => (item.Key, item.Value)));
    });

    private void CutOff(string name)
    {
        foreach (var other in _network.Replicas.Keys.Where(other => other.Value != name))
        {
            _network.Cut(name, other.Value);
            _network.Cut(other.Value, name);
        }
    }
}
