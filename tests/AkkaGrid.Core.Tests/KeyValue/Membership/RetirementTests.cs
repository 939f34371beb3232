using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Membership;

public sealed class RetirementTests
{
    private readonly VirtualNetwork _network = new(seed: 1, new ReplicaOptions { ExpectedReplicas = 3 }, "a", "b", "c");

    [Fact]
    public void A_member_that_is_gone_is_retired_and_holds_nothing_up_any_more()
    {
        _network.Put("c", "x", "by c");
        _network.Run(3);
        _network.CutOff("c");
        _network.Put("a", "y", "1");
        _network.Delete("a", "y");
        _network.Run(5);
        Assert.Equal(ReplicaId.Create("c"), _network["a"].Core.Status().BlockedBy);

        _network.Retire("a", "c");
        _network.Run(10);

        Assert.All([_network["a"], _network["b"]], replica =>
        {
            Assert.Null(replica.Core.Status().BlockedBy);
            Assert.True(replica.Read("y").IsEmpty);
            Assert.Equal("by c", replica.Get("x"));
        });
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
        _network.CutOff("c");
        _network.Run(2);

        Assert.Equal(RetireRefusal.NoMajority, _network["c"].Retirements[_network["c"].Retire("a")]);
        Assert.Equal(3, _network["c"].Disk.State.Set.ActiveCount);

        _network.Retire("c", "a", isForced: true);
        Assert.Equal(2, _network["c"].Disk.State.Set.ActiveCount);
    }

    [Fact]
    public void It_is_completed_once_all_members_in_reach_know_of_it()
    {
        _network.CutOff("c");
        _network.Run(2);
        _network.Cut("b", "a");
        var request = _network["a"].Retire("c", isForced: true);
        _network["a"].Tick([ReplicaId.Create("b")], _network.Now);
        Assert.DoesNotContain(request, _network["a"].Retirements.Keys);

        _network.HealAll();
        _network.CutOff("c");
        _network.Run(3);
        Assert.Contains(request, _network["a"].Retirements.Keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_retired_member_that_comes_back_counts_again_without_a_restart(int times)
    {
        var start = _network["c"].Self;
        for (var i = 0; i < times; i++)
        {
            _network.CutOff("c");
            _network.Run(2);
            _network.Retire("a", "c");
            Assert.Equal(2, _network["a"].Disk.State.Set.ActiveCount);
            _network.HealAll();
            _network.Run(20);
            Assert.All(_network.Replicas.Values, replica => Assert.True(replica.Disk.State.Set.IsCurrent(start)));
        }

        Assert.Equal(start, _network["c"].Self);
        _network.AssertSame();
    }

    [Fact]
    public void Two_sides_that_retire_each_other_are_one_set_again_when_they_meet()
    {
        _network.Partition("a", "bc");
        _network.Run(2);
        _network.Put("a", "x", "by a");
        _network.Put("b", "x", "by b");
        _network.Retire("a", "b", isForced: true);
        _network.Retire("a", "c", isForced: true);
        _network.Retire("b", "a");
        _network.Run(10);

        _network.HealAll();
        _network.Run(40);

        _network.AssertSame();
        Assert.All(_network.Replicas.Values, replica => Assert.Equal(3, replica.Disk.State.Set.ActiveCount));
        Assert.Equal(["by a", "by b"], _network["c"].Values("x").Order());
    }
}
