using Akka.Actor;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.KeyValue.Tests.Actors;

public sealed class ReplicaWriteTests : ReplicaActorSuite
{
    [Fact]
    public async Task A_write_is_acknowledged_and_readable_only_after_its_commit()
    {
        await StartAsync();
        Disk.Hold();

        var write = PutAsync("x", "1");
        await Disk.NextCommitAsync();
        Assert.False(write.IsCompleted);
        Assert.Null(await ReadAsync("x"));
        Disk.Release();

        var result = await write.WaitAsync(Patience);
        Assert.Equal(new Dot(Self, 1), result.Dot);
        Assert.Equal("1", await ReadAsync("x"));
        Assert.True(CausalContext.Of(result.Dot).IsCoveredBy(Disk.State.Clock, Disk.Bases));
    }

    [Fact]
    public async Task A_write_is_acknowledged_when_enough_replicas_say_that_they_have_it()
    {
        var replica = await StartAsync(Options() with { Replica = new ReplicaOptions { ExpectedReplicas = 3 } });
        var write = Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]) { Concern = WriteConcern.Majority });
        await AwaitDeliveredAsync(new Dot(Self, 1));
        Assert.False(write.IsCompleted);

        replica.Tell(Announcement(Samples.B, VectorClock.Of(new Dot(Self, 1))), Peer);

        Assert.Equal(new Dot(Self, 1), (await write.WaitAsync(Patience)).Dot);
    }

    [Fact]
    public async Task Writes_that_arrive_during_a_commit_share_the_next_one()
    {
        await StartAsync();
        Disk.Hold();
        var first = PutAsync("x", "0");
        Assert.Single((await Disk.NextCommitAsync()).Log);
        var rest = Enumerable.Range(1, 10).Select(i => PutAsync("x", $"{i}")).ToList();
        Disk.Release();

        var shared = await Disk.NextCommitAsync();

        await Task.WhenAll([first, .. rest]).WaitAsync(Patience);
        Assert.Equal(rest.Count, shared.Log.Count);
        Assert.Equal("10", await ReadAsync("x"));
    }

    [Fact]
    public async Task A_failed_disk_leaves_a_write_uncertain_reads_going_and_a_new_incarnation_once_it_is_well()
    {
        await StartAsync(isSupervised: true);
        await PutAsync("x", "1").WaitAsync(Patience);
        var before = Self;
        Disk.IsFull = true;

        var error = await Assert.ThrowsAsync<WriteUncertainException>(() => PutAsync("x", "2").WaitAsync(Patience));

        Assert.Null(error.Dot);
        Assert.Equal("1", await ReadAsync("x"));
        Disk.IsFull = false;
        await EventuallyAsync(() => Task.FromResult(Self != before));
        var dot = (await PutAsync("x", "3").WaitAsync(Patience)).Dot;
        Assert.Equal(new Dot(Self, 1), dot);
        Assert.NotEqual(before, dot.Origin);
        Assert.Equal("3", await ReadAsync("x"));
    }

    [Fact]
    public async Task Who_writes_when_the_disk_has_failed_is_told_so_and_waits_for_nothing()
    {
        await StartAsync(isSupervised: true);
        Disk.IsFull = true;
        await Assert.ThrowsAsync<WriteUncertainException>(() => PutAsync("x", "1").WaitAsync(Patience));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("x", "2").WaitAsync(Patience));

        Assert.Contains("The disk is full", error.Message, StringComparison.Ordinal);
        Assert.False(Store.IsServing);
    }

    [Fact]
    public async Task A_write_whose_time_is_up_before_it_was_taken_never_happens()
    {
        Store = TestStores.Over(Disk, Options(), Time);
        Store.Handle.Attach(Peer);
        var late = PutAsync("x", "late");
        var command = await Peer.ExpectMsgAsync<Write>(Patience);
        Time.Advance(Beyond);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => late);
        Assert.Contains("nothing was written", error.Message, StringComparison.Ordinal);

        var replica = Start();
        replica.Tell(command);
        await AwaitAttachedAsync(replica);
        Assert.Equal(1UL, (await PutAsync("y", "1").WaitAsync(Patience)).Dot.Sequence);
        Assert.Null(await ReadAsync("x"));
    }

    [Fact]
    public async Task A_write_whose_time_is_up_while_the_disk_works_is_uncertain()
    {
        await StartAsync();
        Disk.Hold();
        var write = PutAsync("x", "1");
        await Disk.NextCommitAsync();
        Time.Advance(Beyond);

        Assert.Null((await Assert.ThrowsAsync<WriteUncertainException>(() => write)).Dot);

        Disk.Release();
        Assert.Equal(2UL, (await PutAsync("y", "1").WaitAsync(Patience)).Dot.Sequence);
        Assert.Equal("1", await ReadAsync("x"));
    }

    [Theory]
    [InlineData(WriteConcern.Majority)]
    [InlineData(WriteConcern.All)]
    public async Task A_write_that_too_few_have_confirmed_in_time_is_known_to_be_on_this_disk(WriteConcern concern)
    {
        await StartAsync(Options() with { Replica = new ReplicaOptions { ExpectedReplicas = 3 } });
        var write = Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]) { Concern = concern });
        await AwaitDeliveredAsync(new Dot(Self, 1));
        Assert.False(write.IsCompleted);
        Time.Advance(Beyond);

        var error = await Assert.ThrowsAsync<WriteUncertainException>(() => write);

        Assert.Equal(new Dot(Self, 1), error.Dot);
        Assert.Equal("1", await ReadAsync("x"));
    }

    [Fact]
    public async Task A_conditional_write_that_comes_too_late_is_refused_with_what_is_there()
    {
        await StartAsync();
        await PutAsync("x", "1").WaitAsync(Patience);

        var error = await Assert.ThrowsAsync<PreconditionFailedException>(() =>
            Store.WriteAsync(new WriteRequest([Samples.Put("x", "2")]) { Condition = Precondition.Of("stale") })
                .WaitAsync(Patience));

        Assert.Equal("1", Samples.Text(error.Present));
        Assert.Equal("1", await ReadAsync("x"));
    }

    [Fact]
    public async Task Writes_are_refused_while_too_much_waits_for_the_disk()
    {
        await StartAsync(Options() with { MaxPendingBytes = 100 });
        Disk.Hold();
        var first = PutAsync("x", new string('1', 200));
        await Disk.NextCommitAsync();
        var second = PutAsync("x", new string('2', 200));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("x", "3").WaitAsync(Patience));

        Assert.Contains("disk", error.Message, StringComparison.Ordinal);
        Disk.Release();
        await Task.WhenAll(first, second).WaitAsync(Patience);
        Assert.Equal(3UL, (await PutAsync("x", "4").WaitAsync(Patience)).Dot.Sequence);
    }
}
