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

        var write = Records.Record(First, new FencingEpoch(4, "a")).Decide(present, Noon);

        Assert.Equal(ETag.Of(present), write!.IfMatch);
        Assert.Equal(RecordKeys.OfEpoch(First), write.Mutation.Key);
        Assert.Equal(new FencingEpoch(4, "a"), Codec.DecodeEpoch(write.Mutation.Value!.Bytes.Span));
    }

    [Fact]
    public void An_epoch_is_not_written_over_a_higher_one_that_is_not_the_winner()
    {
        var present = Versions(Codec.Encode(new FencingEpoch(2, "a")), Codec.Encode(new FencingEpoch(9, "b")));

        Assert.Null(Records.Record(First, new FencingEpoch(5, "c")).Decide(present, Noon));
        Assert.Equal(new FencingEpoch(9, "b"), Records.Epoch(present));
    }

    [Fact]
    public void An_epoch_that_was_overtaken_is_decided_on_again_and_other_records_are_not()
    {
        Assert.Equal(Overtaken.DecidesAgain, Records.Record(First, new FencingEpoch(1, "a")).Overtaken);
        Assert.Equal(Overtaken.Fails, Records.Record(First, SubstationControls.None).Overtaken);
        Assert.Equal(Overtaken.Fails, Records.Record(First, Kilowatts.Of(1)).Overtaken);
        Assert.Equal(Overtaken.Fails, Records.Record(Session(First)).Overtaken);
        Assert.Equal(Overtaken.Drops, Records.Forget(Session(First)).Overtaken);
    }

    [Fact]
    public void Controls_and_ratings_are_written_above_all_versions()
    {
        var controls = Versions(
            Codec.Encode(SubstationControls.None with { Version = 2 }), Codec.Encode(SubstationControls.None with { Draining = true, Version = 7 }));
        var ratings = Versions(Codec.Encode(new RecordedRating(Kilowatts.Of(1), 2)), Codec.Encode(new RecordedRating(Kilowatts.Of(2), 7)));

        var written = Records.Record(First, SubstationControls.None with { Version = 3 }).Decide(controls, Noon);
        var rated = Records.Record(First, Kilowatts.Of(3)).Decide(ratings, Noon);

        Assert.True(Records.Controls(controls).Draining);
        Assert.Equal(8, Codec.DecodeControls(written!.Mutation.Value!.Bytes.Span).Version);
        Assert.Equal(Kilowatts.Of(2), Records.Rating(ratings).Rating);
        Assert.Equal(new RecordedRating(Kilowatts.Of(3), 8), Codec.DecodeRating(rated!.Mutation.Value!.Bytes.Span));
    }

    [Fact]
    public void A_session_is_not_written_over_that_of_another_substation_unless_that_failed()
    {
        var (own, other) = (Session(First), Session(Second));

        Assert.NotNull(Records.Record(own).Decide(VersionSet.Empty, Noon));
        Assert.NotNull(Records.Record(own).Decide(Versions(Codec.Encode(own)), Noon));
        Assert.Null(Records.Record(own).Decide(Versions(Codec.Encode(other)), Noon));
        Assert.NotNull(Records.Record(own).Decide(Versions(Codec.Encode(other.Ended(SessionState.Invalid, Noon))), Noon));
        Assert.Equal(
            RecordKeys.Of(SessionPlace.Of(own.Superseded(Second, Noon))), Records.Record(own.Superseded(Second, Noon)).Key);
    }

    [Fact]
    public void A_completed_session_stands_though_another_one_is_the_winner()
    {
        var completed = Session(First).Ended(SessionState.Completed, Noon);
        var present = Versions(Codec.Encode(Session(Second)), Codec.Encode(completed));

        Assert.Equal(completed, Records.Standing(present));
        Assert.Equal(SessionState.Invalid, Records.SessionOf(present, Second, Noon)!.State);
    }

    [Fact]
    public void A_start_that_was_given_up_is_not_written_over_the_session_that_is_on_record()
    {
        var session = Session(First);
        var givenUp = session.Ended(SessionState.Invalid, Noon);

        Assert.Null(Records.Record(givenUp).Decide(Versions(Codec.Encode(session)), Noon));
        Assert.NotNull(Records.Record(givenUp).Decide(VersionSet.Empty, Noon));
    }

    [Fact]
    public void The_session_of_another_substation_that_is_replaced_is_kept_as_superseded()
    {
        var (own, other) = (Session(First).Ended(SessionState.Completed, Noon), Session(Second));
        var write = Records.Record(own).Decide(Versions(Codec.Encode(own), Codec.Encode(other)), Noon)!;

        var kept = Assert.Single(write.Kept);
        Assert.Equal(RecordKeys.Of(SessionPlace.Of(other.Superseded(First, Noon))), kept.Key);
        Assert.Equal(other.Superseded(First, Noon), Codec.DecodeSession(kept.Value!.Bytes.Span));
    }

    [Fact]
    public void A_session_is_forgotten_only_where_it_stands()
    {
        var session = Session(First);

        Assert.Null(Records.Forget(session).Decide(Versions(Codec.Encode(session)), Noon)!.Mutation.Value);
        Assert.Null(Records.Forget(session).Decide(Versions(Codec.Encode(Session(Second))), Noon));
        Assert.Null(Records.Forget(session).Decide(VersionSet.Empty, Noon));
    }

    [Theory]
    [InlineData(1, 1, WriteConcern.Local, false)]
    [InlineData(2, 2, WriteConcern.Local, false)]
    [InlineData(3, 1, WriteConcern.Local, true)]
    [InlineData(3, 2, WriteConcern.Majority, true)]
    [InlineData(4, 2, WriteConcern.Local, true)]
    [InlineData(4, 3, WriteConcern.Majority, true)]
    public void Sessions_are_written_to_a_majority_where_three_or_more_replicas_have_one_in_reach(
        int replicas, int reachable, WriteConcern expected, bool isMajorityExpected)
    {
        var concern = new SessionConcern(replicas, reachable);

        Assert.Equal(expected, concern.WriteConcern);
        Assert.Equal(isMajorityExpected, concern.IsMajorityExpected);
        Assert.True(Records.Record(Session(First)).IsForMajority);
        Assert.False(Records.Record(First, new FencingEpoch(1, "a")).IsForMajority);
    }

    /// <summary>Siblings, the winner first.</summary>
    private static VersionSet Versions(params byte[][] records) => VersionSet.Of(records.Select((record, place) => new KeyVersion(
        new Dot(new Incarnation(ReplicaId.Create("r"), (ulong)place + 1), 1), new HybridTimestamp(100UL - (ulong)place), new Value(record))));

    private static ChargingSession Session(SubstationId substation) => new(
        new ChargeRequest(IdempotencyKey.Of("key"), VehicleId.Of("EV_1"), Kilowatts.Of(22), Priority.Normal),
        substation, SessionState.Active, Noon, Noon + TimeSpan.FromSeconds(10), EndedAt: null);
}
