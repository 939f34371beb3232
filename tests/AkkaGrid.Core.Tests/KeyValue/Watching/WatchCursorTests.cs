using System.Buffers.Text;
using System.Collections.Immutable;
using AkkaGrid.Core.KeyValue.Watching;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue.Watching;

public sealed class WatchCursorTests
{
    private static readonly Gen<WatchCursor> Cursors =
        from entries in Gen.Select(Gen.ULong, Gen.ULong[1, ulong.MaxValue]).Array[0, 8]
        from folded in Gen.ULong
        select new WatchCursor(
            entries.DistinctBy(entry => entry.Item1).ToImmutableSortedDictionary(entry => entry.Item1, entry => entry.Item2), folded);

    [Fact]
    public void A_cursor_reads_back() => Cursors.Sample(cursor =>
        WatchCursor.TryParse(cursor.ToString(), out var read) && read.Equals(cursor));

    [Fact]
    public void Any_bytes_are_read_or_refused_but_never_thrown_at() => Gen.Byte.Array[0, 60].Sample(bytes =>
        WatchCursor.TryParse(Base64Url.EncodeToString([1, .. bytes]), out var cursor) == (cursor is not null));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AQ")]
    [InlineData("AgAAAAAAAAAA")]
    public void What_is_no_cursor_is_refused(string? text) => Assert.False(WatchCursor.TryParse(text, out _));

    [Fact]
    public void An_incarnation_with_two_entries_is_refused()
    {
        byte[] entry = [1, 0, 0, 0, 0, 0, 0, 0, 5];

        Assert.True(WatchCursor.TryParse(Base64Url.EncodeToString([1, .. new byte[8], .. entry]), out _));
        Assert.False(WatchCursor.TryParse(Base64Url.EncodeToString([1, .. new byte[8], .. entry, .. entry]), out _));
    }
}
