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
    public void The_highest_on_record_counts_in_whatever_order_the_records_are()
    {
        FencingEpoch[] records = [new(5, "b"), new(9, "a"), new(9, "b"), new(2, "z")];

        Assert.Equal(new FencingEpoch(9, "b"), FencingEpoch.Highest(records));
        Assert.Equal(new FencingEpoch(9, "b"), FencingEpoch.Highest(records.Reverse()));
        Assert.Equal(FencingEpoch.None, FencingEpoch.Highest([]));
    }

    [Fact]
    public void Two_that_take_the_same_number_are_ordered_by_their_nodes() =>
        Assert.True(new FencingEpoch(5, "a") < new FencingEpoch(5, "b"));
}
