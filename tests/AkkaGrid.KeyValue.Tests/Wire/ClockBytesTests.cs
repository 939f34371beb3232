namespace AkkaGrid.KeyValue.Tests.Wire;

public sealed class ClockBytesTests
{
    [Fact]
    public void Causal_order_among_eight_replicas_takes_at_most_ten_bytes_of_an_update() =>
        Assert.InRange(ClockBytes.PerUpdate(replicas: 8, updates: 64, rounds: 1_000), 1, 10);
}
