using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.Tests.KeyValue;

public sealed class PeerTableTests
{
    private readonly PeerTable _peers = new(Samples.A.Replica);

    [Fact]
    public void Only_the_start_that_counts_for_its_name_is_a_peer()
    {
        _peers.Follow(ReplicaSet.Of(new Member(Samples.B, new HybridTimestamp(1))));

        Assert.True(_peers.TryGet(Samples.B, out _));
        Assert.False(_peers.TryGet(Samples.B with { Nonce = 9 }, out _));
        Assert.False(_peers.TryGet(Samples.C, out _));
    }

    [Fact]
    public void A_start_that_was_retired_is_a_peer_again_once_it_has_entered_again()
    {
        _peers.Follow(ReplicaSet.Of(new Member(Samples.B, new HybridTimestamp(1), MemberStatus.Retired)));
        Assert.False(_peers.TryGet(Samples.B, out _));

        _peers.Follow(ReplicaSet.Of(new Member(Samples.B, new HybridTimestamp(2))));
        Assert.True(_peers.TryGet(Samples.B, out _));
    }
}
