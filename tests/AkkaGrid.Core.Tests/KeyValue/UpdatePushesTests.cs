using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.KeyValue;

public sealed class UpdatePushesTests
{
    private static readonly ReplicaOptions Options = new() { PushWindow = 10 };

    [Theory]
    [InlineData(10UL, true)]
    [InlineData(9UL, false)]
    public void A_peer_that_is_farther_behind_than_the_window_is_sent_nothing_and_pulls(ulong confirmed, bool isSent)
    {
        var peers = new PeerTable(Samples.A.Replica);
        peers.Follow(ReplicaSet.Of(new Member(Samples.B, new HybridTimestamp(1))));
        peers.Reach([Samples.B.Replica]);
        Assert.True(peers.TryGet(Samples.B, out var peer));
        peer.Learn(VectorClock.Of(new Dot(Samples.A, confirmed)));
        var last = Samples.Update(new Dot(Samples.A, 20));

        var sent = UpdatePushes.Of([last], Samples.A, VectorClock.Of(last.Dot), peers, isAwaited: false, Options);

        Assert.Equal(isSent ? [last] : [], sent.Cast<Send>().SelectMany(send => ((UpdateBatch)send.Message).Updates));
    }
}
