using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Tests.Actors;

public sealed class ReplicaWaitTests : ReplicaActorSuite
{
    [Fact]
    public async Task A_request_waits_until_its_context_is_on_disk()
    {
        var replica = await StartAsync();
        var context = CausalContext.Of(new Dot(Samples.B, 2));
        var read = Store.ReadAsync(Samples.Key("x"), context);
        var write = Store.WriteAsync(new WriteRequest([Samples.Put("y", "1")]) { Context = context });
        replica.Tell(Batch(Samples.B, FromB(1)), Peer);
        await AwaitDeliveredAsync(new Dot(Samples.B, 1));
        Assert.False(read.IsCompleted || write.IsCompleted);

        replica.Tell(Batch(Samples.B, FromB(2)), Peer);

        Assert.Equal("2", Samples.Text((await read.WaitAsync(Patience)).Versions));
        var written = await write.WaitAsync(Patience);
        Assert.True(written.Clock.Covers(new Dot(Samples.B, 2)));
        Assert.True(Assert.Single(Disk.ReadLog(Self, 1)).Dependencies.Covers(new Dot(Samples.B, 2)));
    }

    [Fact]
    public async Task A_context_that_is_not_reached_in_time_is_answered_with_what_is_missing_and_nothing_is_written()
    {
        var replica = await StartAsync();
        replica.Tell(Batch(Samples.B, FromB(1)), Peer);
        await AwaitDeliveredAsync(new Dot(Samples.B, 1));
        var write = Store.WriteAsync(new WriteRequest([Samples.Put("y", "1")])
        {
            Context = CausalContext.Of(new Dot(Samples.B, 2), new Dot(Samples.C, 5)),
        });
        Time.Advance(Beyond);

        var error = await Assert.ThrowsAsync<ContextNotReachedException>(() => write);

        Assert.Equal(
            ["b.00000000000000b2:2", "00000000000000c3:5 (an incarnation that is not known here)"],
            error.Missing);
        Assert.Empty(Disk.ReadLog(Self, 1));
    }

    [Fact]
    public async Task Too_many_requests_that_wait_are_refused_until_those_before_have_given_up()
    {
        var replica = await StartAsync(
            Options() with { MaxContextWaiters = 1, TickInterval = TimeSpan.FromMilliseconds(20) });
        using var gone = new CancellationTokenSource();
        var first = Store.ReadAsync(Samples.Key("x"), CausalContext.Of(new Dot(Samples.C, 1)), gone.Token);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ReadAfterAsync(1).WaitAsync(Patience));

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var sequence = 0UL;
        await EventuallyAsync(() =>
        {
            var next = ReadAfterAsync(++sequence);
            replica.Tell(Batch(Samples.B, FromB(sequence)), Peer);
            return next.ContinueWith(read => read.IsCompletedSuccessfully, TaskScheduler.Default);
        });

        Task<ReadResult> ReadAfterAsync(ulong update) =>
            Store.ReadAsync(Samples.Key("x"), CausalContext.Of(new Dot(Samples.B, update)));
    }
}
