using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;
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

    private static readonly Gen<VectorClock> Clocks =
        from hasBase in Gen.Bool
        from head in Dots.Array[0, 5]
        select VectorClock.Of(hasBase ? Samples.Base : ClockBase.Empty, head);

    private static readonly Gen<KeyVersion> Versions =
        from dot in Dots
        from identity in Gen.OneOf(Gen.Const(dot), Dots)
        from timestamp in Gen.ULong
        from value in Values
        from dependencies in Clocks
        select new KeyVersion(dot, new HybridTimestamp(timestamp), value)
        {
            Identity = identity,
            Causes = dependencies
        };

    private readonly DiskNames _names = KnownNames.Noted();
    private readonly RecordCodec _codec;

    public RecordCodecTests() => _codec = new RecordCodec(_names);

    [Fact]
    public void The_versions_of_a_key_have_their_golden_bytes()
    {
        var versions = VersionSet.Of(
            Samples.Version(new Dot(Samples.A, 300), 2, null) with
            {
                Causes = VectorClock.Of(new Dot(Samples.A, 299), new Dot(Samples.C, 5))
            },
            new KeyVersion(
                new Dot(Samples.B, 1), new HybridTimestamp(1), new Value(new byte[] { 0, 255 }, "image/png")));
        const string Golden =
            "0A1F0A0C09A10000000000000010AC021102000000000000002A060000AB0202050A270A0B09B200000000000000100111010000"
            + "00000000001A0F0A0200FF1209696D6167652F706E67";

        Assert.Equal(Golden, Convert.ToHexString(Encode(versions)));
        Assert.Equal(versions, _codec.DecodeVersions(Convert.FromHexString(Golden)));
    }

    [Fact]
    public void A_version_that_was_reissued_has_its_golden_bytes()
    {
        var dependencies = VectorClock.Of(Samples.Base, [new Dot(Samples.A, 299), new Dot(Samples.B, 1)]);
        var versions = VersionSet.Of(
            Samples.Version(new Dot(Samples.A, 300), 2, null, new Dot(Samples.B, 1)) with { Causes = dependencies });
        const string Golden =
            "0A2C0A0C09A10000000000000010AC02110200000000000000220B09B200000000000000100" + "12A060100AB020101";

        Assert.Equal(Golden, Convert.ToHexString(Encode(versions)));
        Assert.Equal(versions, _codec.DecodeVersions(Convert.FromHexString(Golden)));
    }

    [Fact]
    public void Of_a_version_of_format_1_the_last_name_is_the_identity()
    {
        const string Golden =
            "0A310A0C09A10000000000000010AC02110200000000000000220B09C3000000000000001005220B09B2000000000000001001";

        var version = Assert.Single(_codec.DecodeVersions(Convert.FromHexString(Golden)).Versions);

        Assert.Equal(Samples.Version(new Dot(Samples.A, 300), 2, null, new Dot(Samples.B, 1)), version);
        Assert.True(version.Dependencies.IsEmpty);
    }

    [Fact]
    public void An_update_has_its_golden_bytes()
    {
        const string Golden = "1107001000000000001A0A08011201781A030A01311A0508021201792A06000006" + "01AC02";

        Assert.Equal(Golden, Convert.ToHexString(Encode(Sample)));
        AssertSame(Sample, _codec.DecodeUpdate(Sample.Dot, Convert.FromHexString(Golden)));
    }

    [Fact]
    public void An_update_of_format_1_is_read()
    {
        const string Golden =
            "0A0B09A10000000000000010060A0C09B20000000000000010AC021107001000000000001A0A08011201781A"
            + "030A01311A050802120179";

        AssertSame(Sample, _codec.DecodeUpdate(Sample.Dot, Convert.FromHexString(Golden)));
    }

    [Fact]
    public void A_record_that_ends_too_early_is_damage_of_the_disk()
    {
        var versions = Encode(VersionSet.Of(Samples.Version(new Dot(Samples.A, 300), 2, null)));
        var update = Encode(Sample);

        Assert.True(Assert.Throws<StorageException>(() => _codec.DecodeVersions(versions.AsSpan(..^1))).IsDamage);
        Assert.True(
            Assert.Throws<StorageException>(() => _codec.DecodeUpdate(Sample.Dot, update.AsSpan(..^1))).IsDamage);
    }

    [Fact]
    public void Versions_come_back() => Versions.List[0, 4].Sample(list =>
    {
        var versions = VersionSet.Of(list);
        Assert.Equal(versions, _codec.DecodeVersions(Encode(versions)));
    });

    [Fact]
    public void Updates_come_back() =>
        Gen.Select(Dots, Clocks, Gen.ULong, Gen.Select(RecordKeysTests.Keys, Values).List[0, 5])
            .Sample((dot, dependencies, timestamp, mutations) =>
            {
                var update = new Update(
                    dot,
                    dependencies,
                    new HybridTimestamp(timestamp),
                    [.. mutations.Select(mutation => new Mutation(mutation.Item1, mutation.Item2))]);
                AssertSame(update, _codec.DecodeUpdate(dot, Encode(update)));
            });

    [Fact]
    public void Versions_that_were_written_after_the_same_incarnations_share_their_roster()
    {
        var bytes = Encode(VersionSet.Of(Enumerable.Range(1, 3).Select(i =>
            Samples.Version(new Dot(Samples.A, (ulong)i), (ulong)i, null) with
            {
                Causes = VectorClock.Of(new Dot(Samples.B, (ulong)i))
            })));

        var rosters = _codec.DecodeVersions(bytes).Versions.Concat(_codec.DecodeVersions(bytes).Versions)
            .Select(version => version.Causes.Roster);

        Assert.Single(rosters.Distinct(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public void Who_is_not_known_by_name_is_reported_as_damage()
    {
        var versions = Encode(
            VersionSet.Of(Samples.Version(new Dot(new Incarnation(Samples.A.Replica, 0xDEAD), 1), 1, "x")));

        var error = Assert.Throws<StorageException>(() => new RecordCodec(KnownNames.Noted()).DecodeVersions(versions));

        Assert.Contains("000000000000dead", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_that_a_later_program_wrote_are_read_without_what_is_new_in_them()
    {
        var versions = VersionSet.Of(
            Samples.Version(new Dot(Samples.A, 300), 7, "1"), Samples.Version(new Dot(Samples.B, 2), 9, null));
        var record = Proto.Versions.Parser.ParseFrom(Encode(versions));
        byte[] added =
            [.. VarintField(100), .. BytesField(101), 0xf1, 0x07, 1, 2, 3, 4, 5, 6, 7, 8, 0xfd, 0x07, 1, 2, 3, 4];
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
        var dependencies = VectorClock.Of(Samples.Base, [new Dot(Samples.A, 299), new Dot(Samples.B, 300)]);
        var intact = Encode(
            VersionSet.Of(Samples.Version(new Dot(Samples.A, 300), 7, "value") with { Causes = dependencies }));
        for (var length = 1; length < intact.Length; length++)
            Assert.Throws<StorageException>(() => _codec.DecodeVersions(intact.AsSpan(0, length)));
        Gen.Select(Gen.Int[0, intact.Length - 1], Gen.Byte).Sample((place, value) =>
        {
            var garbled = (byte[])intact.Clone();
            garbled[place] = value;
            Assert.True(Record.Exception(() => _codec.DecodeVersions(garbled)) is null or StorageException);
        });
    }

    private static Update Sample => Samples.Update(
        new Dot(Samples.A, 7),
        VectorClock.Of(new Dot(Samples.A, 6), new Dot(Samples.B, 300)),
        Samples.Put("x", "1"),
        new Mutation(Key.Create(Keyspace.Charging, "y"), null));

    private byte[] Encode(VersionSet versions) => RecordBytes.Of(versions, _names);

    private byte[] Encode(Update update) => RecordBytes.Of(update, _names);

    private static void AssertSame(Update expected, Update actual)
    {
        Assert.Equal(expected.Mutations.AsEnumerable(), actual.Mutations.AsEnumerable());
        Assert.Equal(
            (expected.Dot, expected.Dependencies, expected.Timestamp),
            (actual.Dot, actual.Dependencies, actual.Timestamp));
    }
}
