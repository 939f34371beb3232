using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Tests.Actors;

public sealed class ReplicaPeerTests : ReplicaActorSuite
{
    [Fact]
    public async Task A_peer_that_lacks_updates_gets_them_from_disk_in_the_replicas_name()
    {
        var replica = await StartAsync();
        await PutAsync("x", "1").WaitAsync(Patience);
        await PutAsync("x", "2").WaitAsync(Patience);

        replica.Tell(new PullRequest(Samples.B, Self, 7, [new Dot(Self, 2)]), Peer);

        var updates = await Peer.ExpectMsgAsync<PullAnswer>(Patience);
        Assert.Equal((7UL, 2UL), (updates.PullId, Assert.Single(updates.Updates).Dot.Sequence));
        Assert.Equal(replica, Peer.LastSender);
        Assert.True((await Peer.ExpectMsgAsync<PullAnswer>(Patience)).IsLast);
    }

    [Fact]
    public async Task A_peer_that_is_far_behind_gets_a_snapshot_from_disk()
    {
        var replica = await StartAsync();
        var dot = (await PutAsync("x", "1").WaitAsync(Patience)).Dot;

        replica.Tell(new SnapshotRequest(Samples.B, Self, 3, null), Peer);

        var chunk = await Peer.ExpectMsgAsync<SnapshotChunk>(Patience);
        Assert.True(chunk.IsLast && chunk.Cut.Clock.Covers(dot));
        Assert.Equal("1", Samples.Text(Assert.Single(chunk.Items).Value));
        Assert.Equal(replica, Peer.LastSender);
    }

    [Fact]
    public async Task A_large_update_is_sent_in_parts_and_taken_in_parts()
    {
        var replica = await StartAsync();
        var large = new string('1', 300_000);
        await PutAsync("x", large).WaitAsync(Patience);
        replica.Tell(new PullRequest(Samples.B, Self, 7, [new Dot(Self, 1)]), Peer);
        var assembler = new FragmentAssembler<string>(1 << 20, Disk.Bases);
        ReplicaMessage? whole = null;
        while (whole is null)
            whole = (ReplicaMessage?)assembler.Add("a", await Peer.ExpectMsgAsync<Fragment>(Patience));
        Assert.Equal(300_000, Assert.Single(((PullAnswer)whole).Updates).Mutations[0].Value!.Bytes.Length);

        var update = Samples.Update(new Dot(Samples.B, 1), VectorClock.Empty, Samples.Put("y", large));
        foreach (var part in new Fragments().Of(Batch(Samples.B, update)))
            replica.Tell(Assert.IsType<Fragment>(part), Peer);

        await AwaitDeliveredAsync(new Dot(Samples.B, 1));
        Assert.Equal(large, await ReadAsync("y"));
    }

    [Fact]
    public async Task Parts_that_make_no_message_do_not_start_the_replica_again()
    {
        var replica = await StartAsync();
        var before = Self;

        replica.Tell(new Fragment(1, 0, 1, "u", new byte[] { 0xFF, 0xFF }), Peer);

        Assert.Equal(before, (await Store.StatusAsync().WaitAsync(Patience)).Self);
    }

    [Fact]
    public async Task Who_asks_for_the_clock_gets_it_once_the_updates_are_on_disk()
    {
        var replica = await StartAsync();
        var dot = new Dot(Samples.B, 1);

        replica.Tell(Batch(Samples.B, FromB(1)) with { WantsClock = true }, Peer);

        var announcement = await Peer.ExpectMsgAsync<ClockAnnouncement>(Patience);
        Assert.True(announcement.Clock.Covers(dot));
        Assert.True(Disk.State.Clock.Covers(dot));
        Assert.Equal((Self, replica), (announcement.From, Peer.LastSender));
    }

    [Fact]
    public async Task The_clock_is_not_announced_before_the_commit()
    {
        var replica = await StartAsync();
        Disk.Hold();
        replica.Tell(Batch(Samples.B, FromB(1)) with { WantsClock = true }, Peer);
        await Disk.NextCommitAsync();
        replica.Tell(new SnapshotRequest(Samples.B, Self, 1, null), Peer);

        // Had the clock been announced with the turn, it would be here before the answer to a later request.
        await Peer.ExpectMsgAsync<SnapshotChunk>(Patience);
        Disk.Release();
        await Peer.ExpectMsgAsync<ClockAnnouncement>(Patience);
    }

    [Fact]
    public async Task One_that_uses_the_replicas_own_name_is_not_listened_to()
    {
        var replica = await StartAsync();
        var self = Self;
        var impostor = new Incarnation(Samples.A.Replica, 0xBAD);

        replica.Tell(
            Batch(impostor, Samples.Update(new Dot(impostor, 1), VectorClock.Empty, Samples.Put("x", "bad"))), Peer);
        await PutAsync("y", "1").WaitAsync(Patience);

        Assert.Null(await ReadAsync("x"));
        Assert.Equal(self, Self);
        Assert.False(Disk.State.Clock.Covers(new Dot(impostor, 1)));
    }

    [Fact]
    public async Task One_that_was_superseded_does_not_redirect_what_is_said_to_its_name()
    {
        var replica = await StartAsync();
        var superseded = new Incarnation(Samples.B.Replica, Samples.B.Nonce - 1);
        var elsewhere = CreateTestProbe();
        Disk.Hold();
        replica.Tell(Batch(Samples.B, FromB(1)) with { WantsClock = true }, Peer);
        await Disk.NextCommitAsync();

        replica.Tell(Batch(superseded), elsewhere);
        replica.Tell(Announcement(superseded, VectorClock.Empty), elsewhere);
        await Store.StatusAsync().WaitAsync(Patience);
        Disk.Release();

        Assert.True((await Peer.ExpectMsgAsync<ClockAnnouncement>(Patience)).Clock.Covers(new Dot(Samples.B, 1)));
        Assert.False(elsewhere.HasMessages);
    }

    [Fact]
    public async Task One_that_starts_again_is_spoken_to_where_it_is_now()
    {
        var replica = await StartAsync();
        var again = new Incarnation(Samples.B.Replica, Samples.B.Nonce + 1);
        var elsewhere = CreateTestProbe();

        replica.Tell(Announcement(again, VectorClock.Empty), elsewhere);
        await EventuallyAsync(() => Task.FromResult(Disk.State.Set.IsCurrent(again)));
        replica.Tell(Batch(again) with { WantsClock = true }, elsewhere);

        await elsewhere.ExpectMsgAsync<ClockAnnouncement>(Patience);
    }
}
