using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Lab;

namespace AkkaGrid.KeyValue.Tests.Actors;

public sealed class ReplicaLinkTests : ReplicaActorSuite
{
    [Fact]
    public async Task A_held_link_keeps_updates_back_until_it_passes()
    {
        var replica = await StartAsync();
        var link = new Link(Samples.B.Replica, Samples.A.Replica, LinkMode.Hold, TimeSpan.Zero, 1);
        Assert.Equal(link, await Store.SetLinkAsync(link).WaitAsync(Patience));
        Assert.Equal([link], await Store.LinksAsync().WaitAsync(Patience));
        replica.Tell(Batch(Samples.B, FromB(1)), Peer);
        await PutAsync("y", "1").WaitAsync(Patience);
        Assert.Null(await ReadAsync("x"));

        await Store.SetLinkAsync(link with { Mode = LinkMode.Pass }).WaitAsync(Patience);

        await AwaitDeliveredAsync(new Dot(Samples.B, 1));
        Assert.Equal("1", await ReadAsync("x"));
        Assert.Empty(await Store.LinksAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_link_to_nobody_is_refused_by_name()
    {
        await StartAsync();

        var error = await Assert.ThrowsAsync<UnknownReplicaException>(() => Store.SetLinkAsync(
            new Link(Samples.C.Replica, Samples.A.Replica, LinkMode.Drop, TimeSpan.Zero, 1)).WaitAsync(Patience));

        Assert.Contains("'c'", error.Message, StringComparison.Ordinal);
    }
}
