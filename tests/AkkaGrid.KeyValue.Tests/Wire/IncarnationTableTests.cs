using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Wire;
using Google.Protobuf.Collections;
using Proto = AkkaGrid.KeyValue.Wire.Proto;

namespace AkkaGrid.KeyValue.Tests.Wire;

public sealed class IncarnationTableTests
{
    [Fact]
    public void It_reads_what_it_wrote_in_order()
    {
        var listed = new RepeatedField<Proto.Incarnation>();
        IncarnationTable.Of(Samples.C, [Roster.Of([Samples.B])], [Samples.A]).Write(listed);

        var table = IncarnationTable.Read(listed);

        Assert.Equal([Samples.A, Samples.B, Samples.C], Enumerable.Range(0, 3).Select(place => table.At((uint)place)));
    }

    [Fact]
    public void Messages_that_list_the_same_incarnations_share_a_roster_so_that_their_clocks_compare_flat()
    {
        Proto.Incarnation[] listed = [Record("share-a", 1), Record("share-b", 2)];

        var one = IncarnationTable.Read([.. listed]).Clock([1, 2]);
        var other = IncarnationTable.Read([.. listed]).Clock([1, 2]);

        Assert.Same(one.Roster, other.Roster);
    }

    [Fact]
    public void Incarnations_out_of_order_are_refused() =>
        Assert.Throws<FormatException>(() => IncarnationTable.Read([Record("b", 1), Record("a", 1)]));

    [Fact]
    public void Incarnations_of_one_name_out_of_order_are_refused() =>
        Assert.Throws<FormatException>(() => IncarnationTable.Read([Record("a", 2), Record("a", 1)]));

    [Fact]
    public void An_incarnation_that_is_listed_twice_is_refused() =>
        Assert.Throws<FormatException>(() => IncarnationTable.Read([Record("a", 1), Record("a", 1)]));

    [Fact]
    public void An_impossible_name_is_refused() =>
        Assert.Throws<FormatException>(() => IncarnationTable.Read([Record("no name", 1)]));

    [Fact]
    public void A_place_beyond_the_list_is_refused() =>
        Assert.Throws<FormatException>(() => IncarnationTable.Read([Record("a", 1)]).At(1));

    [Fact]
    public void A_clock_that_counts_more_than_is_listed_is_refused()
    {
        var clock = new Proto.Clock { Counts = { 1, 2 } };

        Assert.Throws<FormatException>(() => IncarnationTable.Read([Record("a", 1)]).Read(clock));
    }

    [Fact]
    public void A_dot_without_a_sequence_is_refused() =>
        Assert.Throws<FormatException>(() => IncarnationTable.Read([Record("a", 1)]).Read(new Proto.Dot()));

    private static Proto.Incarnation Record(string name, ulong nonce) => new() { Replica = name, Nonce = nonce };
}
