using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage;
using CsCheck;
using Google.Protobuf;
using Proto = AkkaGrid.KeyValue.Storage.Proto;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class RecordCodecTests
{
    private static readonly Gen<Dot> Dots = Gen.Select(Gen.Int[0, 2], Gen.ULong).Select((origin, sequence) =>
        new Dot(KnownNames.All[origin], Math.Max(1, sequence)));

    private static readonly Gen<Value?> Values =
        from kind in Gen.Int[0, 2]
        from bytes in Gen.Byte.Array[0, 20]
        from type in Gen.String.AlphaNumeric
        select kind == 0 ? null : new Value(bytes, kind == 1 ? null : type);

    private readonly RecordCodec _codec = new(KnownNames.Noted());

    [Fact]
    public void The_versions_of_a_key_have_their_golden_bytes()
    {
        var versions = VersionSet.Of(
            Samples.Version(new Dot(Samples.A, 300), 2, null),
            new KeyVersion(new Dot(Samples.B, 1), new HybridTimestamp(1), new Value(new byte[] { 0, 255 }, "image/png")));
        const string Golden =
            "0A170A0C09A10000000000000010AC021102000000000000000A270A0B09B200000000000000100111010000"
            + "00000000001A0F0A0200FF1209696D6167652F706E67";

        Assert.Equal(Golden, Convert.ToHexString(RecordCodec.Encode(versions)));
        Assert.Equal(versions, _codec.DecodeVersions(Convert.FromHexString(Golden)));
    }

    [Fact]
    public void A_version_that_was_brought_again_has_its_golden_bytes()
    {
        var versions = VersionSet.Of(Samples.Version(new Dot(Samples.A, 300), 2, null, new Dot(Samples.B, 1)));
        const string Golden = "0A240A0C09A10000000000000010AC02110200000000000000220B09B2000000000000001001";

        Assert.Equal(Golden, Convert.ToHexString(RecordCodec.Encode(versions)));
        Assert.Equal(versions, _codec.DecodeVersions(Convert.FromHexString(Golden)));
    }

    [Fact]
    public void An_update_has_its_golden_bytes()
    {
        var update = Samples.Update(
            new Dot(Samples.A, 7),
            VectorClock.Of(new Dot(Samples.A, 6), new Dot(Samples.B, 300)),
            Samples.Put("x", "1"),
            new Mutation(Key.Create(Keyspace.Charging, "y"), null));
        const string Golden =
            "0A0B09A10000000000000010060A0C09B20000000000000010AC021107001000000000001A0A08011201781A"
            + "030A01311A050802120179";

        Assert.Equal(Golden, Convert.ToHexString(RecordCodec.Encode(update)));
        AssertSame(update, _codec.DecodeUpdate(update.Dot, Convert.FromHexString(Golden)));
    }

    [Fact]
    public void Versions_come_back() => Gen.Select(Dots, Gen.ULong, Values).List[0, 4].Sample(list =>
    {
        var versions = VersionSet.Of(list.Select(one => new KeyVersion(one.Item1, new HybridTimestamp(one.Item2), one.Item3)));
        Assert.Equal(versions, _codec.DecodeVersions(RecordCodec.Encode(versions)));
    });

    [Fact]
    public void Updates_come_back() =>
        Gen.Select(Dots, Dots.Array[0, 5], Gen.ULong, Gen.Select(RecordKeysTests.Keys, Values).List[0, 5]).Sample((dot, dependencies, timestamp, mutations) =>
        {
            var update = new Update(
                dot,
                VectorClock.Of(dependencies),
                new HybridTimestamp(timestamp),
                [.. mutations.Select(mutation => new Mutation(mutation.Item1, mutation.Item2))]);
            AssertSame(update, _codec.DecodeUpdate(dot, RecordCodec.Encode(update)));
        });

    [Fact]
    public void Who_is_not_known_by_name_is_reported_as_damage()
    {
        var versions = RecordCodec.Encode(VersionSet.Of(Samples.Version(new Dot(new Incarnation(Samples.A.Replica, 0xDEAD), 1), 1, "x")));

        var error = Assert.Throws<StorageException>(() => _codec.DecodeVersions(versions));

        Assert.Contains("000000000000dead", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_that_a_later_program_wrote_are_read_without_what_is_new_in_them()
    {
        var versions = VersionSet.Of(Samples.Version(new Dot(Samples.A, 300), 7, "1"), Samples.Version(new Dot(Samples.B, 2), 9, null));
        var record = Proto.Versions.Parser.ParseFrom(RecordCodec.Encode(versions));
        byte[] added = [.. VarintField(100), .. BytesField(101), 0xf1, 0x07, 1, 2, 3, 4, 5, 6, 7, 8, 0xfd, 0x07, 1, 2, 3, 4];
        foreach (var version in record.Versions_)
            version.MergeFrom(added);
        record.MergeFrom(added);

        Assert.Equal(versions, _codec.DecodeVersions(record.ToByteArray()));

        static byte[] VarintField(int number) => [.. Tag(number, 0), 0xff, 0x01];
        static byte[] BytesField(int number) => [.. Tag(number, 2), 2, 7, 7];
        static byte[] Tag(int number, int type) => [(byte)(((number << 3) | type) & 0x7f | 0x80), (byte)(number >> 4)];
    }

    [Fact]
    public void Versions_that_are_cut_short_or_garbled_are_refused_as_damage_or_read_as_others()
    {
        var intact = RecordCodec.Encode(VersionSet.Of(Samples.Version(new Dot(Samples.A, 300), 7, "value")));
        for (var length = 1; length < intact.Length; length++)
            Assert.Throws<StorageException>(() => _codec.DecodeVersions(intact.AsSpan(0, length)));
        Gen.Select(Gen.Int[0, intact.Length - 1], Gen.Byte).Sample((place, value) =>
        {
            var garbled = (byte[])intact.Clone();
            garbled[place] = value;
            Assert.True(Record.Exception(() => _codec.DecodeVersions(garbled)) is null or StorageException);
        });
    }

    private static void AssertSame(Update expected, Update actual)
    {
        Assert.Equal(expected.Mutations.AsEnumerable(), actual.Mutations.AsEnumerable());
        Assert.Equal(expected with { Mutations = [] }, actual with { Mutations = [] });
    }
}
