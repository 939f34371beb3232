using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class FencingEpochTests
{
    [Fact]
    public void The_next_is_above_whatever_node_takes_it()
    {
        var epoch = new FencingEpoch(5, "z");

        Assert.True(epoch.Next("a") > epoch);
        Assert.True(FencingEpoch.None < FencingEpoch.None.Next("a"));
    }

    [Fact]
    public void Two_that_take_the_same_number_are_ordered_by_their_nodes() =>
        Assert.True(new FencingEpoch(5, "a") < new FencingEpoch(5, "b"));
}
