using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Tests.Actors;

namespace AkkaGrid.KeyValue.Tests.Telemetry;

public sealed class StashWaitsTests : ReplicaActorSuite
{
    [Fact]
    public async Task Each_update_that_came_before_its_causes_is_timed_until_it_is_visible()
    {
        var replica = await StartAsync();
        replica.Tell(Batch(Samples.B, FromB(2)), Peer);
        await EventuallyAsync(async () => (await Store.StatusAsync()).StashCount == 1);
        Time.Advance(TimeSpan.FromSeconds(2));
        replica.Tell(Batch(Samples.B, FromB(3)), Peer);
        await EventuallyAsync(async () => (await Store.StatusAsync()).StashCount == 2);
        Time.Advance(TimeSpan.FromSeconds(3));

        replica.Tell(Batch(Samples.B, FromB(1)), Peer);
        await AwaitDeliveredAsync(new Dot(Samples.B, 3));

        var text = await Exported.TextAsync(Registry);
        Assert.Contains("kv_update_wait_seconds_count 2\n", text, StringComparison.Ordinal);
        Assert.Contains("kv_update_wait_seconds_sum 8\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_delivered_as_it_comes_has_not_waited()
    {
        var replica = await StartAsync();

        replica.Tell(Batch(Samples.B, FromB(1), FromB(2)), Peer);
        await AwaitDeliveredAsync(new Dot(Samples.B, 2));

        Assert.Contains(
            "kv_update_wait_seconds_count 0\n", await Exported.TextAsync(Registry), StringComparison.Ordinal);
    }
}
