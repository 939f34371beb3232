using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Admission;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.KeyValue.Admission;

public sealed class AdmissionCheckTests
{
    private static readonly ReplicaSet Members = ReplicaSet.Of(
        new Member(Start("b"), new HybridTimestamp(1)), new Member(Start("c"), new HybridTimestamp(1)));

    [Theory]
    [InlineData(true, true, 3, true)]
    [InlineData(true, false, 3, true)]
    [InlineData(false, true, 1, true)]
    [InlineData(false, false, 1, false)]
    [InlineData(false, true, 3, false)]
    public void A_disk_with_anything_on_it_and_the_only_seed_are_admitted_at_once(
        bool hasData, bool isSeed, int seeds, bool isAdmitted) =>
        Assert.Equal(isAdmitted, new AdmissionCheck(hasData, isSeed, seeds).IsAdmitted);

    [Theory]
    [InlineData(true, 3, 1)]
    [InlineData(true, 4, 2)]
    [InlineData(true, 5, 2)]
    [InlineData(false, 3, 2)]
    [InlineData(false, 1, 1)]
    public void A_majority_of_seeds_that_are_all_empty_is_admitted(bool isSeed, int seeds, int others)
    {
        var check = new AdmissionCheck(isAdmitted: false, isSeed, seeds);
        for (var i = 1; i < others; i++)
            check.Observe(Empty($"s{i}"));
        Assert.False(check.Update(VectorClock.Empty, Members));

        check.Observe(Empty($"s{others}"));

        Assert.True(check.Update(VectorClock.Empty, Members));
        Assert.True(check.IsAdmitted);
        Assert.False(check.Update(VectorClock.Empty, Members));
    }

    [Fact]
    public void Empty_replicas_that_are_no_seeds_do_not_count_for_that_majority()
    {
        var check = new AdmissionCheck(isAdmitted: false, isSeed: true, seeds: 3);
        for (var i = 0; i < 9; i++)
            check.Observe(Empty($"n{i}", isSeed: false));

        Assert.False(check.Update(VectorClock.Empty, Members));
    }

    [Fact]
    public void One_seed_that_is_heard_many_times_counts_once()
    {
        var check = new AdmissionCheck(isAdmitted: false, isSeed: true, seeds: 5);
        for (var start = 1UL; start < 5; start++)
            check.Observe(Empty("b", start));

        Assert.False(check.Update(VectorClock.Empty, Members));
    }

    [Fact]
    public void Once_a_member_has_data_it_takes_what_that_had_at_the_first_contact()
    {
        var (first, later) = (VectorClock.Of(new Dot(Start("b"), 3)), VectorClock.Of(new Dot(Start("b"), 9)));
        var check = new AdmissionCheck(isAdmitted: false, isSeed: true, seeds: 3);
        check.Observe(Empty("c"));
        check.Observe(Holds("b", first));
        check.Observe(Holds("b", later));

        Assert.Equal([ReplicaId.Create("b")], check.Awaited.AsEnumerable());
        Assert.False(check.Update(VectorClock.Of(new Dot(Start("b"), 2)), Members));
        Assert.True(check.Update(first, Members));
    }

    [Fact]
    public void Any_one_of_several_members_with_data_will_do()
    {
        var (b, c) = (VectorClock.Of(new Dot(Start("b"), 3)), VectorClock.Of(new Dot(Start("c"), 3)));
        var check = new AdmissionCheck(isAdmitted: false, isSeed: true, seeds: 3);
        check.Observe(Holds("b", b));
        check.Observe(Holds("c", c));

        Assert.False(check.Update(VectorClock.Empty, Members));
        Assert.True(check.Update(c, Members));
    }

    [Fact]
    public void What_an_earlier_start_of_a_member_had_is_not_awaited_from_one_whose_disk_is_gone()
    {
        var check = new AdmissionCheck(isAdmitted: false, isSeed: true, seeds: 3);
        check.Observe(Holds("b", VectorClock.Of(new Dot(Start("b"), 3))));

        check.Observe(Empty("b", start: 2));

        Assert.Empty(check.Awaited);
        Assert.True(check.Update(VectorClock.Empty, Members));
    }

    [Fact]
    public void A_seed_that_was_empty_and_is_admitted_now_is_awaited_as_one_with_data()
    {
        var check = new AdmissionCheck(isAdmitted: false, isSeed: true, seeds: 3);
        check.Observe(Empty("b"));
        check.Observe(Holds("b", VectorClock.Of(new Dot(Start("b"), 1))));

        Assert.False(check.Update(VectorClock.Empty, Members));
    }

    [Fact]
    public void A_member_that_was_retired_is_not_awaited()
    {
        var check = new AdmissionCheck(isAdmitted: false, isSeed: true, seeds: 3);
        check.Observe(Holds("b", VectorClock.Of(new Dot(Start("b"), 3))));
        check.Observe(Empty("c"));
        Assert.False(check.Update(VectorClock.Empty, Members));

        var retired = new Member(Start("b"), new HybridTimestamp(2), MemberStatus.Retired);

        Assert.True(check.Update(VectorClock.Empty, Members.With(retired)));
    }

    [Fact]
    public void A_seed_that_awaits_admission_with_a_part_of_the_data_counts_once_that_part_is_here()
    {
        var part = VectorClock.Of(new Dot(Start("c"), 2));
        var check = new AdmissionCheck(isAdmitted: false, isSeed: true, seeds: 2);
        check.Observe(Empty("b") with { Clock = part });
        check.Observe(Empty("b") with { Clock = VectorClock.Of(new Dot(Start("c"), 5)) });

        Assert.Empty(check.Awaited);
        Assert.False(check.Update(VectorClock.Empty, Members));
        Assert.False(check.Update(VectorClock.Of(new Dot(Start("c"), 1)), Members));
        Assert.True(check.Update(part, Members));
    }

    [Fact]
    public void What_a_member_said_before_it_was_admitted_and_arrives_late_changes_nothing()
    {
        var clock = VectorClock.Of(new Dot(Start("b"), 3));
        var check = new AdmissionCheck(isAdmitted: false, isSeed: true, seeds: 2);
        check.Observe(Holds("b", clock));
        check.Observe(Empty("b"));

        Assert.Equal([ReplicaId.Create("b")], check.Awaited.AsEnumerable());
        Assert.False(check.Update(VectorClock.Empty, Members));
        Assert.True(check.Update(clock, Members));
    }

    private static Incarnation Start(string name, ulong start = 1) =>
        new(ReplicaId.Create(name), (1_000 * start) + name[0]);

    private static ClockAnnouncement Empty(string name, ulong start = 1, bool isSeed = true) => new(
        Start(name, start),
        VectorClock.Empty,
        new MembershipView(ReplicaSet.Empty, VectorClock.Empty) { AwaitsAdmission = true, IsSeed = isSeed });

    private static ClockAnnouncement Holds(string name, VectorClock clock) =>
        new(Start(name), clock, new MembershipView(ReplicaSet.Empty, VectorClock.Empty) { IsSeed = true });
}
