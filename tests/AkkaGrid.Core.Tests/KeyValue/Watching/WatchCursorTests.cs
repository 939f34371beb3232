using System.Buffers.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.Core.Tests.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue.Watching;

public sealed class WatchCursorTests
{
    [Fact]
    public void A_cursor_reads_back() => Gens.BasedPair.Sample(pair =>
    {
        var cursor = WatchCursor.Of(pair.A.Based);
        return WatchCursor.TryParse(cursor.ToString(), out var read)
            && read.Equals(cursor)
            && read.Base == pair.A.Based.Base.Name;
    });

    [Fact]
    public void A_replica_that_covers_it_and_knows_its_base_has_the_clock_of_it_whatever_its_own_base_is() =>
        Gens.BasedPair.Sample(pair =>
        {
            var bases = new ClockBases();
            var (told, delivered) = (pair.A.Based, pair.B.Based);
            var known = WatchCursor.Of(told);
            Assert.Equal(told.Base.IsEmpty && delivered.Covers(told), known.TryResolve(delivered, bases, out _));
            bases.Add(told.Base);
            Assert.Equal(delivered.Covers(told), known.TryResolve(delivered, bases, out var resolved));
            return resolved is null || resolved.Equals(pair.A.Plain);
        });

    [Fact]
    public void Its_context_is_covered_where_its_clock_is() => Gens.BasedPair.Sample(pair =>
    {
        var bases = new ClockBases();
        bases.Add(pair.A.Based.Base);
        return WatchCursor.Of(pair.A.Based).Context.IsCoveredBy(pair.B.Based, bases)
            == pair.B.Plain.Covers(pair.A.Plain);
    });

    [Fact]
    public void It_stays_small_however_many_starts_there_were()
    {
        var ended = ClockBase.Of(Enumerable.Range(0, 2_000).Select(i => new Dot(Executions.Origin(i), 3)));

        var cursor = WatchCursor.Of(VectorClock.Of(ended, [new Dot(Executions.Origin(5_000), 1_000_000)]));

        Assert.InRange(cursor.ToString().Length, 1, 40);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_but_never_thrown_at() => Gen.Byte.Array[0, 60].Sample(bytes =>
        WatchCursor.TryParse(Base64Url.EncodeToString([2, .. bytes]), out var cursor) == (cursor is not null));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("Ag")]
    [InlineData("AQAAAAAAAAAA")]
    public void What_is_no_cursor_is_refused(string? text) => Assert.False(WatchCursor.TryParse(text, out _));

    [Fact]
    public void An_incarnation_with_two_entries_is_refused()
    {
        byte[] entry = [1, 0, 0, 0, 0, 0, 0, 0, 5];

        Assert.True(WatchCursor.TryParse(Base64Url.EncodeToString([2, .. new byte[8], .. entry]), out _));
        Assert.False(WatchCursor.TryParse(Base64Url.EncodeToString([2, .. new byte[8], .. entry, .. entry]), out _));
    }
}
