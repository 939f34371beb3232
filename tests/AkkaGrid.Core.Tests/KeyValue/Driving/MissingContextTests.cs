using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

/// <summary>What a request is told that has waited for its context in vain.</summary>
public sealed class MissingContextTests
{
    private static readonly CausalContext Context = CausalContext.Of(new Dot(Samples.B, 3));

    private readonly DriverHarness _harness = new(new ReplicaOptions { ExpectedReplicas = 2 });

    public MissingContextTests() => _harness.Meet();

    [Fact]
    public void An_update_that_no_member_has_is_lost_once_all_have_announced_themselves()
    {
        var waiter = Wait();
        Announce(2);

        var explained = Explain(waiter);

        Assert.Equal("b.00000000000000b2:3", Assert.Single(explained.Missing).ToString());
        Assert.Equal(explained.Missing.AsEnumerable(), explained.Lost);
        Assert.Empty(explained.Away);
    }

    [Fact]
    public void A_member_that_has_not_announced_itself_since_the_wait_began_may_have_it()
    {
        Announce(2);
        var waiter = Wait();

        AssertAway(Explain(waiter));
    }

    [Fact]
    public void An_announcement_that_arrives_late_says_nothing_of_what_a_member_has_had_since()
    {
        var waiter = Wait();
        Announce(2, behind: 1);
        AssertAway(Explain(waiter));

        Announce(2);
        Assert.NotEmpty(Explain(waiter).Lost);
    }

    [Fact]
    public void A_member_that_cannot_be_reached_may_have_it()
    {
        var waiter = Wait();
        Announce(2);
        _harness.Shell.Reachable = [];

        AssertAway(Explain(waiter));
    }

    [Fact]
    public void A_member_that_was_never_heard_of_may_have_it()
    {
        var harness = new DriverHarness(new ReplicaOptions { ExpectedReplicas = 3 });
        harness.Meet();
        var waiter = Wait(harness);
        Announce(2, harness);

        Assert.Empty(Explain(waiter, harness).Lost);
    }

    [Fact]
    public void What_a_member_has_is_late_and_not_lost()
    {
        var waiter = Wait();
        Announce(3);

        var explained = Explain(waiter);

        Assert.Single(explained.Missing);
        Assert.Empty(explained.Lost);
    }

    [Fact]
    public void What_waits_here_for_its_causes_is_not_lost()
    {
        var waiter = Wait();
        Announce(0);
        _harness.Driver.Receive(
            new UpdateBatch(Samples.B, VectorClock.Empty, [Samples.Update(new Dot(Samples.B, 3))], false),
            _harness.Now);

        Assert.Empty(Explain(waiter).Lost);
    }

    /// <summary>
    /// A context of very many entries names a clock base. The question for it, or the answer, can be lost.
    /// </summary>
    [Fact]
    public void A_base_is_lost_once_all_members_have_said_that_they_do_not_know_it()
    {
        const ulong Unknown = 77;
        var waiter = Wait(context: CausalContext.OfSequences([], Unknown));
        Announce(2);
        Assert.Empty(Explain(waiter).Lost);

        _harness.Driver.Receive(new BaseAnswer(Samples.B, [], [Unknown]), _harness.Now);

        Assert.Equal([new MissingUpdate(Unknown, 0, null)], Explain(waiter).Lost.AsEnumerable());
    }

    [Fact]
    public void What_a_member_did_not_know_before_the_wait_began_it_may_know_by_now()
    {
        const ulong Unknown = 77;
        Wait(context: CausalContext.OfSequences([], Unknown));
        _harness.Driver.Receive(new BaseAnswer(Samples.B, [], [Unknown]), _harness.Now);

        var waiter = Wait(context: CausalContext.OfSequences([], Unknown));
        Announce(2);

        Assert.Empty(Explain(waiter).Lost);
    }

    [Fact]
    public void What_was_reached_in_the_last_moment_is_not_missing()
    {
        var waiter = Wait();
        var updates = Enumerable.Range(1, 3).Select(sequence => Samples.Update(new Dot(Samples.B, (ulong)sequence)));
        _harness.Driver.Receive(new UpdateBatch(Samples.B, VectorClock.Empty, [.. updates], false), _harness.Now);
        _harness.Settle();

        Assert.Empty(Explain(waiter).Missing);
    }

    private static void AssertAway(MissingContext explained)
    {
        Assert.Equal([Samples.B.Replica], explained.Away.AsEnumerable());
        Assert.Empty(explained.Lost);
    }

    private AwaitContext Wait(DriverHarness? harness = null, CausalContext? context = null)
    {
        harness ??= _harness;
        var waiter = new AwaitContext(context ?? Context, new RecordedReply<VectorClock>());
        harness.Driver.Handle(waiter, harness.Now);
        harness.Driver.Tick(harness.Now);
        return waiter;
    }

    /// <summary>
    /// "b" announces what it has, after it has heard the last announcement of "a", or an earlier one.
    /// </summary>
    private void Announce(ulong sequence, DriverHarness? harness = null, ulong behind = 0)
    {
        harness ??= _harness;
        harness.Settle();
        var last = harness.Shell.Broadcasts.OfType<ClockAnnouncement>().Last().View.Round;
        var announcement = harness.Announcement(
            sequence == 0 ? VectorClock.Empty : VectorClock.Of(new Dot(Samples.B, sequence)));
        var view = announcement.View with { Heard = VectorClock.Of(new Dot(Samples.A, last - behind)) };
        harness.Driver.Receive(announcement with { View = view }, harness.Now);
    }

    private MissingContext Explain(AwaitContext waiter, DriverHarness? harness = null)
    {
        harness ??= _harness;
        var reply = new RecordedReply<MissingContext>();
        harness.Driver.Handle(new ExplainMissing(waiter, reply), harness.Now);
        return reply.Result!;
    }
}
