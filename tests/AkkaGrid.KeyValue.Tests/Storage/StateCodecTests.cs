using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class StateCodecTests
{
    private static readonly ReplicaState State = new(
        VectorClock.Of(new Dot(Samples.A, 1), new Dot(Samples.B, 300)),
        new HybridTimestamp(0x0102030405060708),
        ReplicaSet.Of(Samples.MemberOf(Samples.A), Samples.MemberOf(Samples.B)));

    private readonly StateCodec _codec = new(KnownNames.Noted());

    [Fact]
    public void The_state_has_its_golden_bytes()
    {
        const string Golden =
            "0A0B09A10000000000000010010A0C09B20000000000000010AC021108070605040302011A150A016111A100"
            + "00000000000019A1000000000000001A150A016211B20000000000000019B200000000000000";

        Assert.Equal(Golden, Convert.ToHexString(StateCodec.Encode(State)));
        AssertSame(State, _codec.DecodeState(Convert.FromHexString(Golden), Folds.None));
    }

    [Fact]
    public void A_snapshot_that_is_being_taken_over_has_its_golden_bytes()
    {
        var installation = new Installation(
            new Coverage(VectorClock.Of(new Dot(Samples.C, 2)), Folds.Of(new Fold(Samples.B, 4))), Replaces: true);
        const string Golden =
            "0A0B09C300000000000000100212520A0B09A10000000000000010010A0C09B20000000000000010AC021108"
            + "070605040302011A150A016111A10000000000000019A1000000000000001A150A016211B200000000000000"
            + "19B2000000000000001801220F09B200000000000000120408041001";

        Assert.Equal(Golden, Convert.ToHexString(StateCodec.EncodeInstall(installation, State)));
        var read = _codec.DecodeInstall(Convert.FromHexString(Golden));
        Assert.Equal(installation, read.Installation);
        AssertSame(State, read.State);
    }

    [Fact]
    public void A_fold_of_which_updates_are_being_brought_again_has_its_golden_bytes()
    {
        var restated = new Fold(Samples.C, 3) { Restated = 5, RestatedFinal = 6, RenewedFrom = 4, IsTrimmed = true, IsUnderstood = true };

        Assert.Equal("0803100118052006280130043801", Convert.ToHexString(StateCodec.Encode(restated)));
        AssertIsReadWhole(restated);
    }

    [Fact]
    public void A_fold_whose_end_is_not_agreed_on_is_read_as_such() =>
        AssertIsReadWhole(new Fold(Samples.C, 0) { IsAgreed = false, Restated = 5, RestatedFinal = 6 });

    private void AssertIsReadWhole(Fold fold)
    {
        var installation = new Installation(new Coverage(VectorClock.Empty, Folds.None), Replaces: false);

        var read = _codec.DecodeInstall(StateCodec.EncodeInstall(installation, State with { Folds = Folds.Of(fold) }));

        Assert.Equal(fold, Assert.Single(read.State.Folds.All));
    }

    private static void AssertSame(ReplicaState expected, ReplicaState actual)
    {
        Assert.Equal(expected.Set, actual.Set);
        Assert.Equal((expected.Clock, expected.Timestamp), (actual.Clock, actual.Timestamp));
    }
}
