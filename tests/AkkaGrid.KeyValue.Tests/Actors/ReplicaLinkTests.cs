using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.KeyValue.Observing;

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
    public async Task Who_looks_on_sees_what_comes_what_is_kept_away_and_what_waits_for_it()
    {
        var replica = await StartAsync();
        replica.Tell(Announcement(Samples.C, VectorClock.Empty), Peer);
        await EventuallyAsync(() => Task.FromResult(Disk.State.Set.Count > 2));
        var link = new Link(Samples.B.Replica, Samples.A.Replica, LinkMode.Hold, TimeSpan.Zero, 1);
        await Store.SetLinkAsync(link).WaitAsync(Patience);
        replica.Tell(Batch(Samples.B, FromB(1)), Peer);
        Assert.Empty((await Store.ObserveAsync().WaitAsync(Patience)).Arrivals);

        var effect = Samples.Update(
            new Dot(Samples.C, 1), VectorClock.Of(new Dot(Samples.B, 2)), Samples.Put("y", "1"));
        replica.Tell(Batch(Samples.B, FromB(2)), Peer);
        replica.Tell(Batch(Samples.C, effect), Peer);
        var held = await Store.ObserveAsync().WaitAsync(Patience);
        await Store.SetLinkAsync(link with { Mode = LinkMode.Pass }).WaitAsync(Patience);
        await AwaitDeliveredAsync(effect.Dot);
        var passed = await Store.ObserveAsync().WaitAsync(Patience);

        Assert.Equal(
            [(new Dot(Samples.B, 2), ArrivalOutcome.KeptAway), (effect.Dot, ArrivalOutcome.Waiting)],
            held.Arrivals.Select(arrival => (arrival.Dot, arrival.Outcome)));
        Assert.Equal([new MissingCause(effect.Dot, new Dot(Samples.B, 2))], held.Waiting.AsEnumerable());
        Assert.Equal([new HeldLink(link, 2)], held.Links.AsEnumerable());
        Assert.Equal(
            [(new Dot(Samples.B, 1), ArrivalOutcome.Delivered), (new Dot(Samples.B, 2), ArrivalOutcome.Delivered)],
            passed.Arrivals.Select(arrival => (arrival.Dot, arrival.Outcome)));
        Assert.Empty(passed.Waiting);
        Assert.Empty(passed.Links);
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
