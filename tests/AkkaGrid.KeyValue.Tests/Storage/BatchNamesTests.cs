using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class BatchNamesTests
{
    private readonly DiskNames _names = new();

    [Fact]
    public void Names_have_their_golden_records()
    {
        var batch = new BatchNames(_names);
        batch.OrdinalsOf(Roster.Of([Samples.A, Samples.B]));
        var first = ClockBase.Of(
            new Dot(Samples.A, 1), new Dot(Samples.B, 300), new Dot(Samples.C, 2), new Dot(Samples.Ended, 5));
        batch.OrdinalOf(first);
        batch.OrdinalOf(first.With(new Dot(Samples.A, 7)).Without(Samples.Ended));

        Assert.Equal(
            [
                ("696E6361726E6174696F6E2F612E30303030303030303030303030306131", "00"),
                ("696E6361726E6174696F6E2F622E30303030303030303030303030306232", "01"),
                ("696E6361726E6174696F6E2F632E30303030303030303030303030306333", "02"),
                ("696E6361726E6174696F6E2F652E30303030303030303030303030306535", "03"),
                (
                    "626173652FAB0B4171103D69F9",
                    "08011A0B09A10000000000000010011A0C09B20000000000000010AC021A0B09C30000000000000010"
                        + "021A0B09E5000000000000001005"),
                ("626173652F5FB8B01E878224CD", "080211F9693D1071410BAB1A0B09A10000000000000010072208E500000000000000"),
            ],
            batch.Records.Select(record => (Convert.ToHexString(record.Key), Convert.ToHexString(record.Value))));
    }

    [Fact]
    public void A_name_is_written_with_each_batch_until_one_is_on_disk_and_keeps_its_ordinal()
    {
        var (failed, written) = (new BatchNames(_names), new BatchNames(_names));
        failed.NonceOf(Samples.A);
        written.NonceOf(Samples.B);
        written.Written();
        var again = new BatchNames(_names);

        Assert.Equal([0UL, 1UL], again.OrdinalsOf(Roster.Of([Samples.A, Samples.B])).ToArray());
        Assert.Equal(failed.Records.Select(record => record.Key), again.Records.Select(record => record.Key));
        again.Written();
        var after = new BatchNames(_names);
        after.NonceOf(Samples.A);
        after.OrdinalsOf(Roster.Of([Samples.A, Samples.B]));
        Assert.Empty(after.Records);
    }

    [Fact]
    public void A_base_is_never_written_as_the_difference_to_one_that_is_not_on_disk()
    {
        var lost = ClockBase.Of(new Dot(Samples.A, 1), new Dot(Samples.B, 1), new Dot(Samples.C, 1));
        var next = lost.With(new Dot(Samples.Ended, 1));
        new BatchNames(_names).OrdinalOf(lost);
        var batch = new BatchNames(_names);

        Assert.Equal(2UL, batch.OrdinalOf(next));

        var record = AkkaGrid.KeyValue.Storage.Proto.Base.Parser.ParseFrom(batch.Records[^1].Value);
        Assert.Equal((0UL, 4), (record.Parent, record.Entries.Count));
    }

    [Fact]
    public void The_empty_base_needs_no_record()
    {
        var batch = new BatchNames(_names);

        Assert.Equal((0UL, 0UL), (batch.OrdinalOf(ClockBase.Empty), batch.NameOf(ClockBase.Empty)));
        Assert.Empty(batch.Records);
    }
}
