using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage;
using CsCheck;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class RecordKeysTests
{
    internal static readonly Gen<Key> Keys =
        from keyspace in Gen.Bool.Select(charging => charging ? Keyspace.Charging : Keyspace.User)
        from letters in Gen.Int[0, 5].Select(place => new[] { "a", "\0", "ж", "\uFFFD", "😀", "/" }[place]).Array[1, 6]
        select Key.Create(keyspace, string.Concat(letters));

    [Fact]
    public void The_key_of_a_record_has_its_golden_bytes()
    {
        Assert.Equal("01D0B6F09F9880", Convert.ToHexString(KeyOf(Samples.Key("ж😀"))));
        Assert.Equal("0278", Convert.ToHexString(KeyOf(Key.Create(Keyspace.Charging, "x"))));
        Assert.Equal("00000000000000A1000000000000012C", Convert.ToHexString(RecordKeys.LogKey(Samples.A, 300)));
    }

    [Fact]
    public void A_key_comes_back_and_sorts_as_keys_do() => Gen.Select(Keys, Keys).Sample((one, other) =>
    {
        Assert.Equal(one, RecordKeys.ReadKey(KeyOf(one)));
        Assert.Equal(
            Math.Sign(one.CompareTo(other)),
            Math.Sign(KeyOf(one).AsSpan().SequenceCompareTo(KeyOf(other))));
    });

    [Fact]
    public void Log_keys_sort_by_sequence() => Gen.Select(Gen.ULong, Gen.ULong).Sample((one, other) =>
        Math.Sign(RecordKeys.LogKey(Samples.A, one).AsSpan().SequenceCompareTo(RecordKeys.LogKey(Samples.A, other)))
        == one.CompareTo(other));

    private static byte[] KeyOf(Key key) => RecordKeys.WriteKey(new byte[RecordKeys.MaxKeyBytes], key).ToArray();
}
