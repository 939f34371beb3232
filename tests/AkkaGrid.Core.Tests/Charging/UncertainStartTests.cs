using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>
/// A start whose record may or may not have been written: the substation gives it up, unless the session is on record
/// after all, where an edge may have answered a client from it.
/// </summary>
public sealed class UncertainStartTests
{
    private static readonly SubstationId Other = SubstationId.Of("s2");

    private readonly TestSubstation _substation = new(100);

    [Fact]
    public void A_session_that_is_on_record_although_its_write_seemed_to_fail_runs()
    {
        _substation.Send(_substation.Start("a", 60));
        var recorded = OnRecord();
        _substation.Settle(durable: false);
        Assert.Empty(_substation.Replies);

        _substation.SettleFor(recorded);

        Assert.Equal(recorded, _substation.Reply<SessionStarted>().Session);
        Assert.Equal([recorded], _substation.Machine.Sessions);
        Assert.Equal(60, _substation.Machine.Load.Value);
        Assert.Equal(0, _substation.RecordsInFlight);
    }

    [Fact]
    public void A_session_that_is_found_on_record_after_its_start_was_refused_runs_and_answers_a_retry()
    {
        _substation.Send(_substation.Start("a", 60));
        var recorded = OnRecord();
        _substation.Settle(durable: false);
        _substation.Settle(durable: false);
        Assert.Equal(StartRefusal.NotRecorded, _substation.Reply<StartRefused>().Reason);

        _substation.Tick();
        _substation.SettleFor(recorded);

        Assert.Equal(recorded, _substation.Charge("a", 60));
        Assert.Equal(60, _substation.Machine.Load.Value);
    }

    [Fact]
    public void A_session_that_is_found_on_record_after_its_end_has_ended_then()
    {
        _substation.Send(_substation.Start("a", 60));
        var recorded = OnRecord();
        _substation.Settle(durable: false);
        _substation.Now = recorded.ExpectedEnd + TimeSpan.FromSeconds(1);
        _substation.Tick();

        _substation.SettleFor(recorded);

        var ended = recorded.Ended(SessionState.Completed, recorded.ExpectedEnd);
        Assert.Equal(ended, _substation.Reply<SessionStarted>().Session);
        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);
        Assert.Equal(1, _substation.RecordsInFlight);
    }

    [Fact]
    public void A_session_that_cannot_be_recorded_is_refused_and_frees_its_power_once_its_record_is_void()
    {
        _substation.Send(_substation.Start("a", 60));
        _substation.Settle(durable: false);
        Assert.Equal(60, _substation.Machine.Load.Value);

        _substation.Settle();

        Assert.Equal(StartRefusal.NotRecorded, _substation.Reply<StartRefused>().Reason);
        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);
    }

    [Fact]
    public void A_start_is_refused_and_holds_its_power_while_nothing_can_be_recorded()
    {
        _substation.Send(_substation.Start("a", 60));
        _substation.Settle(durable: false);
        _substation.Settle(durable: false);

        Assert.Equal(StartRefusal.NotRecorded, _substation.Reply<StartRefused>().Reason);
        Assert.Equal(60, _substation.Machine.Load.Value);
        _substation.Send(_substation.Start("a", 60));
        Assert.Equal(
            2, _substation.Replies.Count(reply => reply.Message is StartRefused { Reason: StartRefusal.NotRecorded }));
    }

    [Fact]
    public void A_retry_while_the_start_is_given_up_is_answered_once_that_is_on_record()
    {
        _substation.Send(_substation.Start("a", 60), "first");
        _substation.Settle(durable: false);
        _substation.Send(_substation.Start("a", 60), "second");
        _substation.Send(_substation.Start("a", 50), "another request");
        Assert.Equal("another request", Assert.Single(_substation.Replies).To);

        _substation.Settle();

        Assert.Equal(["another request", "first", "second"], _substation.Replies.Select(reply => reply.To));
        Assert.All(
            _substation.Replies, reply => Assert.Equal(StartRefusal.NotRecorded, ((StartRefused)reply.Message).Reason));
    }

    [Fact]
    public void A_key_whose_start_was_given_up_starts_a_session_once_that_is_on_record()
    {
        _substation.Send(_substation.Start("a", 60));
        _substation.Settle(durable: false);
        _substation.Settle(durable: false);
        _substation.Tick();
        _substation.Settle();

        Assert.Equal(SessionState.Active, _substation.Charge("a", 60).State);
    }

    [Fact]
    public void A_start_that_was_given_up_is_superseded_by_the_session_of_another_substation_as_its_record_may_be_there_too()
    {
        _substation.Send(_substation.Start("a", 60));
        var recorded = OnRecord();
        _substation.Settle(durable: false);

        var standing = recorded with { Substation = Other };
        _substation.SettleFor(standing);

        Assert.Equal(standing, _substation.Reply<SessionStarted>().Session);
        Assert.Equal([recorded.Superseded(Other, _substation.Now)], _substation.Machine.Sessions);
        Assert.Equal(1, _substation.RecordsInFlight);
        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);
        _substation.Send(new Claim(TestSubstation.Epoch));
        Assert.Empty(_substation.Reply<Claimed>().Sessions);
    }

    /// <summary>The session as the record has it that is under way.</summary>
    private ChargingSession OnRecord() =>
        Assert.Single(_substation.Machine.Sessions) with { State = SessionState.Active };
}
