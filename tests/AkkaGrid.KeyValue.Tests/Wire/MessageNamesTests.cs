using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Wire;
using Google.Protobuf.Collections;
using Proto = AkkaGrid.KeyValue.Wire.Proto;

namespace AkkaGrid.KeyValue.Tests.Wire;

public sealed class MessageNamesTests
{
    private static readonly ClockBases NoBases = new();

    [Fact]
    public void It_reads_what_it_wrote_in_order()
    {
        var (listed, bases) = (new RepeatedField<Proto.Incarnation>(), new RepeatedField<ulong>());
        MessageNames.Of(Samples.C, [VectorClock.Of(new Dot(Samples.B, 1)), VectorClock.Of(Samples.Base, [])], Samples.A)
            .Write(listed, bases);

        var names = MessageNames.Read(listed, bases, Samples.Bases);

        Assert.Equal([Samples.A, Samples.B, Samples.C], Enumerable.Range(0, 3).Select(place => names.At((uint)place)));
        Assert.Equal([ClockBase.Empty.Name, Samples.Base.Name], [names.BaseAt(0).Name, names.BaseAt(1).Name]);
    }

    [Fact]
    public void Messages_that_list_the_same_incarnations_share_a_roster_so_that_their_clocks_compare_flat()
    {
        Proto.Incarnation[] listed = [Record("share-a", 1), Record("share-b", 2)];

        var one = Read(listed).Clock(ClockBase.Empty, [1, 2]);
        var other = Read(listed).Clock(ClockBase.Empty, [1, 2]);

        Assert.Same(one.Roster, other.Roster);
    }

    [Fact]
    public void Incarnations_out_of_order_are_refused() =>
        Assert.Throws<FormatException>(() => Read(Record("b", 1), Record("a", 1)));

    [Fact]
    public void Incarnations_of_one_name_out_of_order_are_refused() =>
        Assert.Throws<FormatException>(() => Read(Record("a", 2), Record("a", 1)));

    [Fact]
    public void An_incarnation_that_is_listed_twice_is_refused() =>
        Assert.Throws<FormatException>(() => Read(Record("a", 1), Record("a", 1)));

    [Fact]
    public void An_impossible_name_is_refused() =>
        Assert.Throws<FormatException>(() => Read(Record("no name", 1)));

    [Fact]
    public void A_place_beyond_the_list_is_refused()
    {
        Assert.Throws<FormatException>(() => Read(Record("a", 1)).At(1));
        Assert.Throws<FormatException>(() => Read(Record("a", 1)).BaseAt(1));
    }

    [Fact]
    public void All_bases_that_are_not_known_are_told_at_once()
    {
        var error = Assert.Throws<UnknownBasesException>(() =>
            MessageNames.Read([], [8, Samples.Base.Name, 9], Samples.Bases));

        Assert.Equal([8UL, 9UL], error.Names.AsEnumerable());
    }

    [Fact]
    public void A_clock_that_counts_more_than_is_listed_is_refused()
    {
        var clock = new Proto.Clock { Counts = { 1, 2 } };

        Assert.Throws<FormatException>(() => ClockCodec.Decode(clock, Read(Record("a", 1))));
    }

    [Fact]
    public void A_clock_that_ends_in_the_middle_of_an_entry_is_refused() =>
        Assert.Throws<FormatException>(() => ClockCodec.OfList([0, 0], Read(Record("a", 1))));

    [Fact]
    public void A_dot_without_a_sequence_is_refused() =>
        Assert.Throws<FormatException>(() => Read(Record("a", 1)).Read(new KeyValue.Format.Proto.SentDot()));

    private static MessageNames Read(params Proto.Incarnation[] listed) => MessageNames.Read([.. listed], [], NoBases);

    private static Proto.Incarnation Record(string name, ulong nonce) => new() { Replica = name, Nonce = nonce };
}
