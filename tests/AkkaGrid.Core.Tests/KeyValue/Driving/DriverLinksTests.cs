using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

/// <summary>The lab's links before a driver.</summary>
public sealed class DriverLinksTests
{
    private static readonly Link Hold = new(Samples.B.Replica, Samples.A.Replica, LinkMode.Hold, TimeSpan.Zero, 1);
    private static readonly Link Delay = Hold with { Mode = LinkMode.Delay, Delay = TimeSpan.FromSeconds(3) };

    [Fact]
    public void What_a_link_holds_back_is_delivered_when_a_client_lets_it_pass()
    {
        var harness = new DriverHarness();
        harness.Meet();
        Assert.Equal(Hold, Change(harness, Hold).Result);
        Receive(harness);
        Assert.Equal(new HeldLink(Hold, 1), Assert.Single(harness.Driver.IncomingLinks));

        Change(harness, Hold with { Mode = LinkMode.Pass });
        harness.Settle();

        Assert.Equal(1UL, harness.Disk.State.Clock[Samples.B]);
        Assert.Empty(harness.Driver.Links);
        Assert.Equal(2, harness.Shell.Broadcasts.OfType<SetLink>().Count());
    }

    [Fact]
    public void What_a_link_delays_is_delivered_when_the_driver_is_woken_for_it()
    {
        var harness = new DriverHarness();
        harness.Meet();
        Change(harness, Delay);
        Receive(harness);
        harness.Driver.Wake(harness.Now);
        harness.Settle();
        Assert.Equal(0UL, harness.Disk.State.Clock[Samples.B]);

        Assert.Equal(harness.Now.Uptime + Delay.Delay, harness.Driver.WakeAt);
        harness.Now = harness.Now with { Uptime = harness.Driver.WakeAt!.Value };
        harness.Driver.Wake(harness.Now);
        harness.Settle();

        Assert.Equal(1UL, harness.Disk.State.Clock[Samples.B]);
    }

    [Fact]
    public void A_link_that_ends_elsewhere_is_changed_when_the_replica_there_says_so()
    {
        var harness = new DriverHarness();
        harness.Meet();
        var reply = Change(harness, Hold with { From = Samples.A.Replica, To = Samples.B.Replica });
        Assert.Equal(0, reply.Answers);

        var asked = Assert.Single(harness.Shell.Broadcasts.OfType<SetLink>());
        harness.Driver.Receive(new LinkSet(asked.RequestId), harness.Now);

        Assert.NotNull(reply.Result);
    }

    [Fact]
    public void A_peer_that_changes_a_link_is_answered_where_the_link_ends()
    {
        var harness = new DriverHarness();
        harness.Meet();

        harness.Driver.Receive(new SetLink(7, Hold), harness.Now);
        harness.Driver.Receive(new SetLink(8, Hold with { To = Samples.C.Replica }), harness.Now);

        Assert.Equal([new LinkSet(7)], harness.Shell.Replies);
        Assert.Equal(2, harness.Driver.Links.Count);
    }

    [Fact]
    public void Without_the_lab_no_peer_changes_a_link()
    {
        var harness = new DriverHarness(lab: false);
        harness.Meet();

        harness.Driver.Receive(new SetLink(7, Hold), harness.Now);

        Assert.Empty(harness.Driver.Links);
        Assert.Empty(harness.Shell.Replies);
    }

    [Fact]
    public void A_link_of_a_replica_that_nobody_knows_is_refused()
    {
        var harness = new DriverHarness();
        harness.Meet();

        var reply = Change(harness, Hold with { From = Samples.C.Replica });

        Assert.Equal(new ReplicaUnknown(Samples.C.Replica), reply.Failure);
        Assert.Empty(harness.Shell.Broadcasts.OfType<SetLink>());
    }

    private static RecordedReply<Link> Change(DriverHarness harness, Link link)
    {
        var reply = new RecordedReply<Link>();
        harness.Driver.Handle(new ChangeLink(link, reply), harness.Now);
        return reply;
    }

    private static void Receive(DriverHarness harness)
    {
        harness.Driver.Receive(
            new UpdateBatch(Samples.B, VectorClock.Empty, [Samples.Update(new Dot(Samples.B, 1))], false), harness.Now);
        harness.Settle();
    }
}
