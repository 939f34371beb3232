using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>What a substation does about a session whose key has another one, elsewhere, that stands.</summary>
public sealed class SupersededSessionTests
{
    private static readonly SubstationId Other = SubstationId.Of("s2");

    private readonly TestSubstation _substation = new(100);

    [Fact]
    public void A_running_session_ends_at_once_and_frees_its_power()
    {
        var session = _substation.Charge("a", 60);

        _substation.Supersede(session with { Substation = Other });

        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);
        Assert.Equal([session.Superseded(Other, _substation.Now)], _substation.Machine.Sessions);
        Assert.Equal(1, _substation.RecordsInFlight);
    }

    [Fact]
    public void Only_what_ends_here_because_of_another_is_said_to_be_superseded()
    {
        var session = _substation.Charge("a", 60);
        _substation.Supersede((session with { Substation = Other }).Ended(SessionState.Invalid, _substation.Now));
        _substation.Supersede(session with { Substation = Other, Request = TestSubstation.Request("unknown", 60) });
        Assert.Empty(_substation.Superseded);

        _substation.Supersede(session with { Substation = Other });
        _substation.Supersede(session with { Substation = Other });

        Assert.Equal([session.Superseded(Other, _substation.Now)], _substation.Superseded);
    }

    [Fact]
    public void So_many_are_looked_for_on_record_at_a_time_in_turn_whether_they_run_or_are_over()
    {
        var over = Enumerable.Range(0, 4).Select(i => End($"over-{i}")).ToArray();
        var runs = _substation.Charge("runs", 10).Id;

        Assert.Equal([over[0], over[1]], _substation.Machine.ToReview(2));
        Assert.Equal([over[2], over[3]], _substation.Machine.ToReview(2));
        Assert.Equal([runs, over[0]], _substation.Machine.ToReview(2));
        Assert.Equal(5, _substation.Machine.ToReview(100).Count);
    }

    [Fact]
    public void Those_whose_records_others_have_written_are_looked_for_first()
    {
        var over = Enumerable.Range(0, 4).Select(i => End($"over-{i}")).ToArray();
        var elsewhere = TestSubstation.Request("elsewhere", 1).SessionId;

        _substation.Machine.RecordsWritten([over[3], elsewhere, over[2]]);

        Assert.True(_substation.Machine.HasUrgentReviews);
        Assert.Equal([over[3], over[2], over[0]], _substation.Machine.ToReview(3));
        Assert.False(_substation.Machine.HasUrgentReviews);
        Assert.Equal([over[1]], _substation.Machine.ToReview(1));
    }

    [Fact]
    public void Where_any_record_may_have_been_written_all_are_urgent_until_each_was_looked_for_once()
    {
        var all = Enumerable.Range(0, 5).Select(i => End($"{i}")).ToArray();
        _substation.Machine.ToReview(2);

        _substation.Machine.RecordsWritten(null);

        var looked = new List<SessionId>();
        while (_substation.Machine.HasUrgentReviews)
            looked.AddRange(_substation.Machine.ToReview(2));
        Assert.Equal(3, looked.Chunk(2).Count());
        Assert.Equal(all.ToHashSet(), looked.ToHashSet());
    }

    [Fact]
    public void However_many_run_a_round_looks_for_no_more_than_it_may_and_some_rounds_for_all()
    {
        const int Sessions = 30_000;
        var all = Enumerable.Range(0, Sessions).Select(i => new ChargingSession(
            TestSubstation.Request($"key-{i}", 1), _substation.Plan.Id, SessionState.Active,
            _substation.Now, _substation.Now + TimeSpan.FromHours(1), null)).ToArray();
        var machine = new TestSubstation(Sessions, all).Machine;

        var rounds = Enumerable.Range(0, Sessions / 200).Select(_ => machine.ToReview(200)).ToArray();

        Assert.All(rounds, round => Assert.Equal(200, round.Count));
        Assert.Equal(Sessions, rounds.SelectMany(round => round).Distinct().Count());
    }

    [Fact]
    public void What_is_settled_or_forgotten_is_looked_for_no_more()
    {
        var (superseded, stands) = (End("superseded"), End("stands"));
        var other = _substation.Machine.Sessions.Single(session => session.Id == superseded) with
        {
            Substation = Other
        };

        _substation.Supersede(other);
        _substation.SettleAll();
        Assert.Equal([stands], _substation.Machine.ToReview(100));

        _substation.Now += TestSubstation.KeepEnded;
        _substation.Tick();
        Assert.Empty(_substation.Machine.ToReview(100));
    }

    [Fact]
    public void What_was_over_before_a_restart_is_looked_for_after_it()
    {
        var ended = new TestSubstation(100).Charge("a", 60).Ended(SessionState.Completed, TestSubstation.Noon);

        Assert.Equal([ended.Id], new TestSubstation(100, [ended]).Machine.ToReview(1));
    }

    [Fact]
    public void It_is_superseded_once_however_often_that_is_told()
    {
        var session = _substation.Charge("a", 60);
        _substation.Supersede(session with { Substation = Other });
        _substation.SettleAll();

        _substation.Supersede(session with { Substation = Other });

        Assert.Equal(0, _substation.RecordsInFlight);
    }

    [Fact]
    public void One_that_is_over_is_superseded_by_another_that_is_over_too_and_keeps_its_end()
    {
        var session = _substation.Charge("a", 60);
        _substation.Now += TimeSpan.FromSeconds(20);
        _substation.Tick();
        _substation.SettleAll();

        _substation.Supersede((session with { Substation = Other }).Ended(SessionState.Completed, _substation.Now));

        var superseded = Assert.Single(_substation.Machine.Sessions);
        Assert.Equal((SessionState.Invalid, session.ExpectedEnd), (superseded.State, superseded.EndedAt));
    }

    [Fact]
    public void One_that_is_over_does_not_yield_to_one_that_was_said_to_stand_before()
    {
        var session = _substation.Charge("a", 60);
        _substation.Send(new CancelSession(session.Id), "client");
        _substation.SettleAll();

        _substation.Supersede(session with { Substation = Other });

        Assert.Equal(SessionState.Completed, Assert.Single(_substation.Machine.Sessions).State);
    }

    [Fact]
    public void Who_ends_a_session_that_turns_out_to_be_superseded_is_not_told_that_all_is_over()
    {
        var session = _substation.Charge("a", 60);
        _substation.Send(new CancelSession(session.Id), "client");
        _substation.SettleFor(session with { Substation = Other });
        _substation.SettleAll();

        Assert.Equal(CancelRefusal.NotRecorded, _substation.Reply<CancelRefused>().Reason);
        Assert.DoesNotContain(_substation.Replies, reply => reply.Message is SessionCancelled);
        Assert.Equal(Other, Assert.Single(_substation.Machine.Sessions).SupersededBy);
    }

    [Fact]
    public void Its_own_record_and_a_failed_attempt_elsewhere_supersede_nothing()
    {
        var session = _substation.Charge("a", 60);

        _substation.Supersede(session);
        _substation.Supersede((session with { Substation = Other }).Ended(SessionState.Invalid, _substation.Now));

        Assert.Equal(60, _substation.Machine.Load.Value);
        Assert.Equal(0, _substation.RecordsInFlight);
    }

    [Fact]
    public void A_start_that_finds_the_session_of_its_key_on_record_is_answered_with_that()
    {
        var standing = Elsewhere(TestSubstation.Request("a", 60));
        _substation.Send(_substation.Start("a", 60));
        _substation.SettleFor(standing);

        Assert.Equal(standing, _substation.Reply<SessionStarted>().Session);
        Assert.Equal(Kilowatts.Zero, _substation.Reply<SessionStarted>().Report.Load);
        _substation.Tick();
        Assert.Equal(0, _substation.RecordsInFlight);
        Assert.Empty(_substation.Machine.Sessions);
    }

    [Fact]
    public void A_start_that_finds_the_session_of_another_request_on_record_is_refused()
    {
        _substation.Send(_substation.Start("a", 60));
        _substation.SettleFor(Elsewhere(TestSubstation.Request("a", 50)));

        Assert.Equal(StartRefusal.KeyReused, _substation.Reply<StartRefused>().Reason);
    }

    [Fact]
    public void An_end_that_finds_another_session_on_record_is_recorded_as_superseded()
    {
        var session = _substation.Charge("a", 60);
        _substation.Now = session.ExpectedEnd;
        _substation.Tick();
        _substation.SettleFor(Elsewhere(session.Request));

        Assert.Equal(1, _substation.RecordsInFlight);
        Assert.Equal([session.Superseded(Other, session.ExpectedEnd)], _substation.Machine.Sessions);
        _substation.Send(new Claim(TestSubstation.Epoch));
        Assert.Empty(_substation.Reply<Claimed>().Sessions);
    }

    [Fact]
    public void An_end_whose_record_is_under_way_stands_once_that_is_written_although_another_still_ran()
    {
        var session = _substation.Charge("a", 60);
        _substation.Send(new CancelSession(session.Id));
        _substation.Supersede(session with { Substation = Other });

        _substation.SettleAll();

        var ended = Assert.Single(_substation.Machine.Sessions);
        Assert.Equal(SessionState.Completed, ended.State);
        Assert.Equal(ended, _substation.Reply<SessionCancelled>().Session);
    }

    [Fact]
    public void A_superseded_session_on_record_is_not_resumed_and_its_end_is_recorded()
    {
        var superseded = new TestSubstation(100).Charge("a", 60).Superseded(Other, TestSubstation.Noon);

        var again = new TestSubstation(100, [superseded]);
        again.Tick();

        Assert.Equal(Kilowatts.Zero, again.Machine.Load);
        Assert.Equal(1, again.RecordsInFlight);
    }

    private SessionId End(string key)
    {
        var session = _substation.Charge(key, 10);
        _substation.Send(new CancelSession(session.Id));
        _substation.SettleAll();
        return session.Id;
    }

    private ChargingSession Elsewhere(ChargeRequest request) => new(
        request,
        Other,
        SessionState.Active,
        _substation.Now,
        _substation.Now + TimeSpan.FromSeconds(10),
        EndedAt: null);
}
