using AkkaGrid.Charging.Ledger;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Tests.Charging.Ledger;

/// <summary>What becomes of a record, by all that its key holds.</summary>
public sealed class LedgerRecordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SubstationId First = SubstationId.Of("x1");
    private static readonly SubstationId Second = SubstationId.Of("x2");
    private static readonly IRecordCodec Codec = ChargingRecords.Codec;
    private static readonly LedgerRecords Records = new(Codec);

    [Fact]
    public void A_write_replaces_all_that_was_read_and_nothing_else()
    {
        var present = Versions(Codec.Encode(new FencingEpoch(2, "a")), Codec.Encode(new FencingEpoch(3, "b")));

        var write = Records.Record(First, new FencingEpoch(4, "a")).Decide(present, Nothing);

        Assert.Equal(ETag.Of(present), write!.IfMatch);
        Assert.Equal(RecordKeys.OfEpoch(First), write.Mutations[0].Key);
        Assert.Equal(new FencingEpoch(4, "a"), Codec.DecodeEpoch(write.Mutations[0].Value!.Bytes.Span));
    }

    [Fact]
    public void An_epoch_is_not_written_over_a_higher_one_that_is_not_the_winner()
    {
        var present = Versions(Codec.Encode(new FencingEpoch(2, "a")), Codec.Encode(new FencingEpoch(9, "b")));

        Assert.Null(Records.Record(First, new FencingEpoch(5, "c")).Decide(present, Nothing));
        Assert.Equal(new FencingEpoch(9, "b"), Records.Epoch(present));
    }

    [Fact]
    public void An_epoch_that_was_overtaken_is_decided_on_again_and_other_records_are_not()
    {
        Assert.Equal(OnConflict.DecidesAgain, Records.Record(First, new FencingEpoch(1, "a")).OnConflict);
        Assert.Equal(OnConflict.Fails, Records.Record(First, SubstationControls.None).OnConflict);
        Assert.Equal(OnConflict.Fails, Records.Record(First, Kilowatts.Of(1)).OnConflict);
        Assert.Equal(OnConflict.Fails, Records.Record(Session(First), Noon).OnConflict);
        Assert.Equal(OnConflict.Drops, Records.Forget(Session(First)).OnConflict);
    }

    [Fact]
    public void Controls_and_ratings_are_written_above_all_versions()
    {
        var controls = Versions(
            Codec.Encode(SubstationControls.None with { Version = 2 }),
            Codec.Encode(SubstationControls.None with { Draining = true, Version = 7 }));
        var ratings = Versions(
            Codec.Encode(new RecordedRating(Kilowatts.Of(1), 2)), Codec.Encode(new RecordedRating(Kilowatts.Of(2), 7)));

        var written = Records.Record(First, SubstationControls.None with { Version = 3 }).Decide(controls, Nothing);
        var rated = Records.Record(First, Kilowatts.Of(3)).Decide(ratings, Nothing);

        Assert.True(Records.Controls(controls).Draining);
        Assert.Equal(8, Codec.DecodeControls(written!.Mutations[0].Value!.Bytes.Span).Version);
        Assert.Equal(Kilowatts.Of(2), Records.Rating(ratings).Rating);
        Assert.Equal(new RecordedRating(Kilowatts.Of(3), 8), Codec.DecodeRating(rated!.Mutations[0].Value!.Bytes.Span));
    }

    [Fact]
    public void A_session_is_not_written_over_that_of_another_substation_unless_that_failed()
    {
        var (own, other) = (Session(First), Session(Second));

        Assert.NotNull(Records.Record(own, Noon).Decide(VersionSet.Empty, Nothing));
        Assert.NotNull(Records.Record(own, Noon).Decide(Versions(Codec.Encode(own)), Nothing));
        Assert.Null(Records.Record(own, Noon).Decide(Versions(Codec.Encode(other)), Nothing));
        Assert.NotNull(
            Records.Record(own, Noon).Decide(Versions(Codec.Encode(other.Ended(SessionState.Invalid, Noon))), Nothing));
        Assert.Equal(
            RecordKeys.Of(SessionPlace.Of(own.Superseded(Second, Noon))),
            Records.Record(own.Superseded(Second, Noon), Noon).Key);
    }

    [Fact]
    public void A_completed_session_stands_though_another_one_is_the_winner()
    {
        var completed = Session(First).Ended(SessionState.Completed, Noon);
        var present = Versions(Codec.Encode(Session(Second)), Codec.Encode(completed));

        Assert.Equal(completed, Records.Standing(present));
        var sessions = new Dictionary<SessionId, ChargingSession>();
        Records.Collect(present, Second, Noon, sessions);
        Assert.Equal(SessionState.Invalid, Assert.Single(sessions).Value.State);
    }

    [Fact]
    public void A_start_that_was_given_up_is_not_written_over_its_session()
    {
        var session = Session(First);
        var givenUp = Records.Record(session.Ended(SessionState.Invalid, Noon), Noon);

        Assert.Null(givenUp.Decide(Versions(Codec.Encode(session)), Nothing));
        Assert.NotNull(givenUp.Decide(VersionSet.Empty, Nothing));
    }

    [Fact]
    public void A_session_that_is_replaced_is_kept_as_superseded_where_nothing_is_kept_yet()
    {
        var completed = Session(First).Ended(SessionState.Completed, Noon);
        var present = Versions(Codec.Encode(Session(First)), Codec.Encode(Session(Second)));
        var kept = Session(Second).Superseded(First, Noon);
        var change = Records.Record(completed, Noon);

        var write = change.Decide(present, Nothing);

        Assert.Equal(RecordKeys.Of(SessionPlace.Of(kept)), Assert.Single(change.KeysBeside(present)));
        Assert.Equal(2, write!.Mutations.Length);
        Assert.Equal(kept, Codec.DecodeSession(write.Mutations[1].Value!.Bytes.Span));
        Assert.Single(change.Decide(present, _ => Versions(Codec.Encode(kept)))!.Mutations);
    }

    [Fact]
    public void A_session_is_forgotten_only_where_it_stands()
    {
        var session = Session(First);

        Assert.Null(Records.Forget(session).Decide(Versions(Codec.Encode(session)), Nothing)!.Mutations[0].Value);
        Assert.Null(Records.Forget(session).Decide(Versions(Codec.Encode(Session(Second))), Nothing));
        Assert.Null(Records.Forget(session).Decide(VersionSet.Empty, Nothing));
    }

    [Fact]
    public void Only_records_of_sessions_are_written_to_a_majority()
    {
        Assert.True(Records.Record(Session(First), Noon).IsForMajority);
        Assert.False(Records.Record(First, new FencingEpoch(1, "a")).IsForMajority);
    }

    private static VersionSet Nothing(Key key) => VersionSet.Empty;

    /// <summary>Siblings, the winner first.</summary>
    private static VersionSet Versions(params byte[][] records) =>
        VersionSet.Of(records.Select((record, place) => new KeyVersion(
            new Dot(new Incarnation(ReplicaId.Create("r"), (ulong)place + 1), 1),
            new HybridTimestamp(100UL - (ulong)place),
            new Value(record))));

    private static ChargingSession Session(SubstationId substation) => new(
        new ChargeRequest(IdempotencyKey.Of("key"), VehicleId.Of("EV_1"), Kilowatts.Of(22), Priority.Normal),
        substation, SessionState.Active, Noon, Noon + TimeSpan.FromSeconds(10), EndedAt: null);
}
