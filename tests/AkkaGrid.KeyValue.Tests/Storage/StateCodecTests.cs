using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class StateCodecTests
{
    private static readonly ContentDigest Digest =
        ContentDigest.Of([.. Enumerable.Range(1, ContentDigest.RangeCount).Select(range => (ulong)range)]);

    private static readonly ReplicaState State = new(
        VectorClock.Of(Samples.Base, [new Dot(Samples.A, 1), new Dot(Samples.B, 300)]),
        new HybridTimestamp(0x0102030405060708),
        ReplicaSet.Of(Samples.MemberOf(Samples.A), Samples.MemberOf(Samples.B) with { Status = MemberStatus.Retired }))
    {
        Horizon = VectorClock.Of(new Dot(Samples.A, 1)),
        LogHorizon = VectorClock.Of(Samples.Base, []),
        IsAdmitted = true,
        LastDelete = new HybridTimestamp(5),
        Digest = Digest,
    };

    private static readonly Installation Installation = new(
        State.Cut,
        new ReplicaCut(
            VectorClock.Of(new Dot(Samples.C, 2)),
            VectorClock.Of(new Dot(Samples.C, 1)),
            new HybridTimestamp(7),
            new HybridTimestamp(6)),
        new Dot(Samples.A, 1))
    {
        Ranges = 0b101,
    };

    private readonly DiskNames _names = KnownNames.Noted();
    private readonly StateCodec _codec;

    public StateCodecTests() => _codec = new StateCodec(_names);

    [Fact]
    public void The_state_has_its_golden_bytes()
    {
        const string Golden =
            "1108070605040302011A150A016111A10000000000000019A1000000000000001A170A016211B20000000000"
            + "000019B200000000000000200142240959FC991F3AD25A14120B09A1000000000000001001120C09B2000000"
            + "0000000010AC024A0D120B09A100000000000000100152090959FC991F3AD25A145801610500000000000000"
            + "6A80010100000000000000020000000000000003000000000000000400000000000000050000000000000006"
            + "000000000000000700000000000000080000000000000009000000000000000A000000000000000B00000000"
            + "0000000C000000000000000D000000000000000E000000000000000F000000000000001000000000000000";

        Assert.Equal(Golden, Convert.ToHexString(StateCodec.Encode(State, new BatchNames(_names))));
        Assert.Equal(State, _codec.DecodeState(Convert.FromHexString(Golden)));
    }

    [Fact]
    public void A_snapshot_that_is_being_merged_has_its_golden_bytes()
    {
        const string Golden =
            "3287021108070605040302011A150A016111A10000000000000019A1000000000000001A170A016211B20000"
            + "000000000019B200000000000000200142240959FC991F3AD25A14120B09A1000000000000001001120C09B2"
            + "0000000000000010AC024A0D120B09A100000000000000100152090959FC991F3AD25A145801610500000000"
            + "0000006A80010100000000000000020000000000000003000000000000000400000000000000050000000000"
            + "000006000000000000000700000000000000080000000000000009000000000000000A000000000000000B00"
            + "0000000000000C000000000000000D000000000000000E000000000000000F00000000000000100000000000"
            + "00003A470A240959FC991F3AD25A14120B09A1000000000000001001120C09B20000000000000010AC02120D"
            + "120B09A100000000000000100119080706050403020121050000000000000042300A0D120B09C30000000000"
            + "00001002120D120B09C30000000000000010011907000000000000002106000000000000004A0B09A1000000"
            + "0000000010015005";

        Assert.Equal(
            Golden, Convert.ToHexString(StateCodec.EncodeInstall(Installation, State, new BatchNames(_names))));
        Assert.Equal(
            new PendingInstall(Installation, State, null, new Dot(Samples.A, 1), State.Digest),
            _codec.DecodeInstall(Convert.FromHexString(Golden), []));
    }

    [Fact]
    public void How_far_a_merge_has_come_has_its_golden_bytes()
    {
        const string Golden =
            "0A020178120B09A10000000000000010091A8001010000000000000002000000000000000300000000000000"
            + "0400000000000000050000000000000006000000000000000700000000000000080000000000000009000000"
            + "000000000A000000000000000B000000000000000C000000000000000D000000000000000E00000000000000"
            + "0F000000000000001000000000000000";

        Assert.Equal(Golden, Convert.ToHexString(
            StateCodec.EncodeProgress("\u0001x"u8, new Dot(Samples.A, 9), Digest, new BatchNames(_names))));
        var pending = _codec.DecodeInstall(
            StateCodec.EncodeInstall(Installation, State, new BatchNames(_names)), Convert.FromHexString(Golden));
        Assert.Equal("\u0001x"u8.ToArray(), pending.Done);
        Assert.Equal((new Dot(Samples.A, 9), Digest), (pending.Last, pending.Digest));
    }

    [Fact]
    public void A_state_that_cannot_be_read_is_damage_of_the_disk() =>
        Assert.True(Assert.Throws<StorageException>(() => _codec.DecodeState([0x0A])).IsDamage);

    [Fact]
    public void The_state_of_an_empty_disk_comes_back() =>
        Assert.Equal(
            ReplicaState.Initial, _codec.DecodeState(StateCodec.Encode(ReplicaState.Initial, new BatchNames(_names))));
}
