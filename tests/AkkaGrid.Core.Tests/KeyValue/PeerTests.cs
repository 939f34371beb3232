using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.Tests.KeyValue;

public sealed class PeerTests
{
    [Fact]
    public void A_peer_that_may_be_far_behind_is_asked_for_its_clock_once_until_it_can_be_as_far_behind_again()
    {
        const long Far = 100;
        var peer = new Peer(new Member(new Incarnation(ReplicaId.Create("b"), 1), new HybridTimestamp(1)));

        var asked = Enumerable.Range(1, 350).Where(made => peer.IsClockDue(made, unconfirmed: made, Far));

        Assert.Equal([101, 202, 303], asked);
        Assert.False(peer.IsClockDue(1_000, unconfirmed: Far, Far));
    }
}
