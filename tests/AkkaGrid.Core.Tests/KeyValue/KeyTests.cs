using System.Text;
using AkkaGrid.Core.KeyValue;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue;

public sealed class KeyTests
{
    private static readonly Gen<string> Names =
        Gen.Int[1, 0x10FFFF].Where(point => point is < 0xD800 or > 0xDFFF)
            .Array[1, 6].Select(points => string.Concat(points.Select(char.ConvertFromUtf32)));

    [Fact]
    public void Keys_are_ordered_as_their_bytes_are() => Gen.Select(Names, Names).Sample((left, right) =>
        Math.Sign(Key.Create(Keyspace.User, left).CompareTo(Key.Create(Keyspace.User, right)))
            == Math.Sign(Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void What_cannot_be_a_key_is_refused_with_the_reason(string? name)
    {
        Assert.False(Key.TryCreate(Keyspace.User, name, out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_key() =>
        Assert.False(Key.TryCreate(Keyspace.User, new string('\ud800', 1), out _, out _));

    [Fact]
    public void A_key_may_have_1024_bytes_and_no_more()
    {
        Assert.True(Key.TryCreate(Keyspace.User, new string('ä', 512), out _, out _));
        Assert.False(Key.TryCreate(Keyspace.User, new string('ä', 512) + "x", out _, out var error));
        Assert.Contains("1025 bytes", error, StringComparison.Ordinal);
    }
}
