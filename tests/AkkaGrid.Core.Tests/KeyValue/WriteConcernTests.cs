using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue;

/// <summary>
/// A write is acknowledged at majority once more than half of all known active members have it, and never by fewer than
/// half of the configured replicas.
/// </summary>
public sealed class WriteConcernTests
{
    private static readonly ReplicaOptions Three = new() { ExpectedReplicas = 3 };

    private readonly VirtualNetwork _network = new(seed: 1, Three, "a", "b", "c");

    [Theory]
    [InlineData(WriteConcern.Local, 0)]
    [InlineData(WriteConcern.Majority, 1)]
    [InlineData(WriteConcern.All, 2)]
    public void A_write_is_acknowledged_when_its_concern_is_met_and_no_sooner(WriteConcern concern, int others)
    {
        _network.Cut("a", "b");
        _network.Cut("a", "c");
        var write = _network["a"].Submit(concern, null, _network.Now, ("x", "1"));
        _network.Run(5);
        Assert.Equal(others == 0, _network["a"].Acknowledged.Contains(write));

        _network.HealAll();
        _network.Cut("a", "c");
        _network.Cut("b", "c");
        _network.Run(10);
        Assert.Equal(others <= 1, _network["a"].Acknowledged.Contains(write));

        _network.HealAll();
        _network.Run(10);
        Assert.Contains(write, _network["a"].Acknowledged);
    }

    [Theory]
    [InlineData(WriteConcern.Majority)]
    [InlineData(WriteConcern.All)]
    public void One_member_that_is_known_alone_of_three_acknowledges_nothing(WriteConcern concern)
    {
        _network.Put("a", "x", "1");
        _network.Run(5);
        foreach (var other in new[] { "b", "c" })
        {
            _network.CutOff(other);
            _network.Run(1);
            _network.Retire("a", other, isForced: true);
        }

        Assert.Equal(1, _network["a"].Disk.State.Set.ActiveCount);
        var write = _network["a"].Submit(concern, null, _network.Now, ("x", "2"));
        _network.Run(20);

        Assert.DoesNotContain(write, _network["a"].Acknowledged);
    }

    [Fact]
    public void A_disk_of_a_grid_of_one_that_grows_to_three_is_no_majority_by_itself()
    {
        var before = new VirtualNetwork(seed: 2, new ReplicaOptions(), "a");
        Assert.Contains(
            before["a"].Submit(WriteConcern.Majority, null, before.Now, ("x", "1")), before["a"].Acknowledged);
        var network = new VirtualNetwork(seed: 3, Three, "a");
        network.Restore("a", before["a"].Disk.Clone());

        var write = network["a"].Submit(WriteConcern.Majority, null, network.Now, ("x", "2"));
        network.Run(20);
        Assert.DoesNotContain(write, network["a"].Acknowledged);

        network.Join("b");
        network.Run(20);
        Assert.Contains(write, network["a"].Acknowledged);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(3, 7)]
    [InlineData(5, 5)]
    [InlineData(2, 4)]
    public void A_majority_is_one_of_all_known_members_where_they_are_more_than_expected(int expected, int members)
    {
        var (network, names) = Of(expected, members);
        var needed = (members / 2) + 1;

        network.Partition(string.Concat(names.Take(needed - 1)));
        var write = network["a"].Submit(WriteConcern.Majority, null, network.Now, ("x", "1"));
        network.Run(20);
        Assert.DoesNotContain(write, network["a"].Acknowledged);

        network.Partition(string.Concat(names.Take(needed)));
        network.Run(20);
        Assert.Contains(write, network["a"].Acknowledged);
    }

    [Theory]
    [InlineData(3, 5, 2)]
    [InlineData(2, 5, 3)]
    [InlineData(3, 4, 1)]
    public void Retired_members_do_not_count(int expected, int members, int retired)
    {
        var (network, names) = Of(expected, members);
        network.Partition(string.Concat(names.SkipLast(retired)));
        network.Run(1);
        foreach (var name in names.TakeLast(retired))
            network.Retire("a", name, isForced: true);

        var needed = (Math.Max(expected, members - retired) / 2) + 1;
        network.Partition(string.Concat(names.Take(needed - 1)));
        var write = network["a"].Submit(WriteConcern.Majority, null, network.Now, ("x", "1"));
        network.Run(20);
        Assert.DoesNotContain(write, network["a"].Acknowledged);

        network.Partition(string.Concat(names.Take(needed)));
        network.Run(20);
        Assert.Contains(write, network["a"].Acknowledged);
    }

    [Fact]
    public void What_a_member_had_confirmed_before_it_was_retired_does_not_count()
    {
        var (network, _) = Of(expected: 3, members: 4);
        network.Partition("ad");
        var write = network["a"].Submit(WriteConcern.Majority, null, network.Now, ("x", "1"));
        network.Run(10);
        network.CutOff("d");
        network.Run(1);
        network.Retire("a", "d", isForced: true);
        network.Run(10);

        // Of three that are left only "a" has it.
        Assert.DoesNotContain(write, network["a"].Acknowledged);
        network.Partition("ab");
        network.Run(10);
        Assert.Contains(write, network["a"].Acknowledged);
    }

    [Fact]
    public void A_write_that_waits_for_all_is_acknowledged_when_the_one_that_lacks_it_is_retired()
    {
        var (network, _) = Of(expected: 2, members: 3);
        network.CutOff("c");
        var write = network["a"].Submit(WriteConcern.All, null, network.Now, ("x", "1"));
        network.Run(10);
        Assert.DoesNotContain(write, network["a"].Acknowledged);

        network.Retire("a", "c");
        network.Run(10);

        Assert.Contains(write, network["a"].Acknowledged);
    }

    [Fact]
    public void A_member_whose_disk_was_lost_does_not_count_before_it_has_the_write_again()
    {
        _network.CutOff("c");
        _network.Cut("b", "a");
        var write = _network["a"].Submit(WriteConcern.Majority, null, _network.Now, ("x", "1"));
        _network.Drain();
        Assert.Equal("1", _network["b"].Get("x"));
        _network.LoseDisk("b");
        _network.HealAll();
        _network.CutOff("c");
        _network.Cut("a", "b");
        _network.Run(10);
        Assert.DoesNotContain(write, _network["a"].Acknowledged);

        _network.HealAll();
        _network.Run(20);
        Assert.Contains(write, _network["a"].Acknowledged);
    }

    [Theory]
    [InlineData(1, 1, WriteConcern.Local, false)]
    [InlineData(2, 2, WriteConcern.Local, false)]
    [InlineData(3, 1, WriteConcern.Local, true)]
    [InlineData(3, 2, WriteConcern.Majority, false)]
    [InlineData(4, 2, WriteConcern.Local, true)]
    [InlineData(4, 3, WriteConcern.Majority, false)]
    public void A_majority_else_local_is_a_majority_where_three_or_more_replicas_have_one_in_reach(
        int members, int reachable, WriteConcern expected, bool isReduced)
    {
        var (network, names) = Of(members, members);
        network.Partition(string.Concat(names.Take(reachable)));
        network.Run(5);

        var write = network["a"].Submit(WriteConcern.MajorityElseLocal, null, network.Now, ("x", "1"));
        network.Run(20);

        Assert.Contains(write, network["a"].Acknowledged);
        var committed = network["a"].CommittedOf(write);
        Assert.Equal((expected, isReduced), (committed.Concern, committed.IsReduced));
    }

    private static (VirtualNetwork Network, string[] Names) Of(int expected, int members)
    {
        string[] names = [.. Enumerable.Range(0, members).Select(i => ((char)('a' + i)).ToString())];
        return (new VirtualNetwork(seed: 4, new ReplicaOptions { ExpectedReplicas = expected }, names), names);
    }
}
