using AkkaGrid.Core.Charging;
using CsCheck;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class SubstationTests
{
    private readonly TestSubstation _substation = new(100);

    [Fact]
    public void A_session_is_acknowledged_only_once_it_is_on_record()
    {
        _substation.Send(_substation.Start("a", 60));

        Assert.Empty(_substation.Replies);
        Assert.Equal(60, _substation.Machine.Load.Value);

        _substation.Settle();

        var started = _substation.Reply<SessionStarted>();
        Assert.Equal(SessionState.Active, started.Session.State);
        Assert.Equal(TimeSpan.FromSeconds(10), started.Session.Duration);
        Assert.Equal(60, started.Report.Load.Value);
        Assert.Equal(1, started.Report.LastApplied);
    }

    [Fact]
    public void A_session_that_is_not_yet_on_record_takes_its_power()
    {
        _substation.Send(_substation.Start("a", 60));
        _substation.Send(_substation.Start("b", 60));

        Assert.Equal(StartRefusal.NoCapacity, _substation.Reply<StartRefused>().Reason);
    }

    [Fact]
    public void What_ended_early_and_could_not_be_recorded_holds_its_power_until_it_would_have_ended()
    {
        var session = _substation.Charge("a", 60);
        _substation.Send(new CancelSession(session.Id));
        _substation.Settle(durable: false);

        // Killed now, it would find the session running.
        _substation.Send(_substation.Start("b", 60));
        Assert.Equal(StartRefusal.NoCapacity, _substation.Reply<StartRefused>().Reason);

        _substation.Now = session.ExpectedEnd;
        _substation.Tick();
        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);
        _substation.SettleAll();
        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);
    }

    [Fact]
    public void The_same_key_gives_the_same_session_and_books_it_once()
    {
        var first = _substation.Charge("a", 60);
        var again = _substation.Charge("a", 60);

        Assert.Equal(first, again);
        Assert.Equal(60, _substation.Machine.Load.Value);
    }

    [Fact]
    public void A_retry_while_the_record_is_under_way_is_answered_with_it()
    {
        _substation.Send(_substation.Start("a", 60), "first");
        _substation.Send(_substation.Start("a", 60), "second");
        _substation.Settle();

        Assert.Equal(["first", "second"], _substation.Replies.Select(reply => reply.To));
        Assert.Equal([1, 2], _substation.Replies.Select(reply => ((SessionStarted)reply.Message).Number));
    }

    [Fact]
    public void The_same_key_with_another_body_is_refused()
    {
        _substation.Charge("a", 60);
        _substation.Send(_substation.Start("a", 10));

        Assert.Equal(StartRefusal.KeyReused, _substation.Reply<StartRefused>().Reason);
    }

    [Fact]
    public void A_session_that_is_given_less_takes_what_is_free_and_lasts_longer_in_proportion()
    {
        _substation.Charge("a", 60);
        var start = _substation.Start(TestSubstation.Request("b", 80, minimum: 20)) with { AtLeast = Kilowatts.Of(20) };

        _substation.Send(start);
        _substation.SettleAll();

        var started = _substation.Reply<SessionStarted>();
        Assert.Equal((40, TimeSpan.FromSeconds(20)), (started.Session.Granted.Value, started.Session.Duration));
        Assert.Equal(100, started.Report.Load.Value);
        Assert.Equal([60, 40], started.Report.NextReleases.Select(release => release.Amount.Value));

        _substation.Send(start with { Number = start.Number + 1, AtLeast = Kilowatts.Of(80) });
        Assert.Equal(started.Session, _substation.Reply<SessionStarted>().Session);
    }

    [Fact]
    public void A_session_is_given_all_that_it_asked_for_where_that_fits()
    {
        _substation.Send(
            _substation.Start(TestSubstation.Request("a", 80, minimum: 20)) with { AtLeast = Kilowatts.Of(20) });
        _substation.SettleAll();

        Assert.Equal(80, _substation.Reply<SessionStarted>().Session.Granted.Value);
    }

    [Theory]
    [InlineData(41)]
    [InlineData(80)]
    public void Less_than_the_least_is_not_given(int least)
    {
        _substation.Charge("a", 60);

        _substation.Send(
            _substation.Start(TestSubstation.Request("b", 80, minimum: 20)) with { AtLeast = Kilowatts.Of(least) });

        Assert.Equal(StartRefusal.NoCapacity, _substation.Reply<StartRefused>().Reason);
    }

    [Fact]
    public void An_expired_request_starts_nothing()
    {
        _substation.Send(_substation.Start(TestSubstation.Request("a", 7), budget: TimeSpan.Zero));

        Assert.Equal(StartRefusal.Expired, _substation.Reply<StartRefused>().Reason);
        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);
    }

    [Fact]
    public void A_message_that_a_later_one_has_overtaken_starts_nothing()
    {
        var late = _substation.Start("late", 7);
        _substation.Charge("a", 7);
        _substation.Replies.Clear();

        _substation.Send(late);

        Assert.Empty(_substation.Replies);
        Assert.Equal(7, _substation.Machine.Load.Value);
    }

    [Fact]
    public void A_session_ends_by_itself_and_its_power_is_free()
    {
        var session = _substation.Charge("a", 60);
        _substation.Now += TimeSpan.FromSeconds(9.99);
        _substation.Tick();
        Assert.Equal(60, _substation.Machine.Load.Value);

        _substation.Now = session.ExpectedEnd;
        _substation.Tick();

        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);
        Assert.Equal(SessionState.Completed, _substation.Machine.Sessions.Single().State);
        Assert.Null(_substation.Machine.NextEnd);
    }

    [Fact]
    public void A_request_does_not_wait_for_a_timer_to_find_power_that_is_free()
    {
        var session = _substation.Charge("a", 60);
        _substation.Now = session.ExpectedEnd;

        Assert.Equal(SessionState.Active, _substation.Charge("b", 60).State);
    }

    [Fact]
    public void An_ended_session_keeps_its_key_for_a_time_and_is_then_forgotten()
    {
        var session = _substation.Charge("a", 60);
        _substation.Now = session.ExpectedEnd + TestSubstation.KeepEnded - TimeSpan.FromSeconds(1);
        _substation.Tick();
        _substation.SettleAll();
        Assert.Equal(SessionState.Completed, _substation.Charge("a", 60).State);

        _substation.Now += TimeSpan.FromSeconds(1);
        _substation.Tick();

        Assert.Equal([session.Id], _substation.Forgotten);
        Assert.Equal(SessionState.Active, _substation.Charge("a", 60).State);
    }

    [Fact]
    public void A_session_that_ended_while_nobody_could_record_it_is_recorded_later()
    {
        var session = _substation.Charge("a", 60);
        _substation.Now = session.ExpectedEnd;
        _substation.Tick();
        _substation.Settle(durable: false);
        Assert.Equal(0, _substation.RecordsInFlight);

        _substation.Tick();

        Assert.Equal(1, _substation.RecordsInFlight);
    }

    [Fact]
    public void Cancelling_is_confirmed_and_frees_the_power_once_on_record()
    {
        var session = _substation.Charge("a", 60);
        _substation.Now += TimeSpan.FromSeconds(3);
        _substation.Replies.Clear();
        _substation.Send(new CancelSession(session.Id));

        Assert.Equal(60, _substation.Machine.Load.Value);
        Assert.Empty(_substation.Replies);

        _substation.Settle();

        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);
        Assert.Equal(_substation.Now, _substation.Reply<SessionCancelled>().Session.EndedAt);
        _substation.Send(new CancelSession(session.Id));
        Assert.Equal(SessionState.Completed, _substation.Reply<SessionCancelled>().Session.State);
    }

    [Fact]
    public void What_is_not_there_cannot_be_cancelled()
    {
        _substation.Send(new CancelSession(SessionId.Of(IdempotencyKey.Of("nobody"))));

        Assert.Equal(CancelRefusal.Unknown, _substation.Reply<CancelRefused>().Reason);
    }

    [Fact]
    public void A_substation_that_restarts_resumes_what_is_left()
    {
        var runs = _substation.Charge("runs", 60);
        var ends = runs with
        {
            Request = TestSubstation.Request("ends", 30),
            ExpectedEnd = runs.Start + TimeSpan.FromSeconds(2),
        };
        var restarted = new TestSubstation(100, [runs, ends]) { Now = runs.Start + TimeSpan.FromSeconds(4) };

        restarted.Tick();
        restarted.Send(restarted.Start("too-much", 60));

        Assert.Equal(StartRefusal.NoCapacity, restarted.Reply<StartRefused>().Reason);
        Assert.Equal(60, restarted.Machine.Load.Value);
        Assert.Equal(runs.ExpectedEnd, restarted.Machine.NextEnd);
        var ended = restarted.Machine.Sessions.Single(session => session.Id == ends.Id);
        Assert.Equal((SessionState.Completed, (DateTimeOffset?)ends.ExpectedEnd), (ended.State, ended.EndedAt));
    }

    [Fact]
    public void Reports_rise_across_restarts_and_name_the_next_releases()
    {
        for (var i = 0; i < 20; i++)
            _substation.Charge($"key-{i}", 1);
        var report = _substation.Machine.Report(_substation.Now);
        var restarted = new Substation<string>(
            _substation.Plan, "node1", TestSubstation.KeepEnded, FencingEpoch.None, [], _substation.Now
                + TimeSpan.FromSeconds(1));

        Assert.Equal(LoadReport.MaxReleases, report.NextReleases.Count);
        Assert.Equal(20, report.ActiveSessions);
        Assert.True(restarted.Report(_substation.Now).Sequence > report.Sequence);
    }

    [Fact]
    public void No_sequence_of_commands_takes_the_load_over_the_limit_killed_or_not_or_starts_a_key_twice() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 9], Gen.Int[1, 60], Gen.Bool).Array[1, 80].Sample(steps =>
        {
            var substation = new TestSubstation(100);
            var epoch = TestSubstation.Epoch;
            var live = new Dictionary<SessionId, ChargingSession>();
            foreach (var (kind, key, amount, flag) in steps)
            {
                switch (kind)
                {
                    case 0 or 1 or 2:
                        var request = TestSubstation.Request(
                            $"key-{key}", 5 + key * 7, minimum: key % 2 == 0 ? 4 : null);
                        substation.Send(
                            substation.Start(request, epoch) with { AtLeast = flag ? request.Least : request.Amount });
                        break;
                    case 3 when substation.RecordsInFlight > 0:
                        substation.Settle(flag);
                        break;
                    case 4:
                        substation.Now += TimeSpan.FromSeconds(amount / 10.0);
                        substation.Tick();
                        break;
                    case 5:
                        substation.Send(new CancelSession(SessionId.Of(IdempotencyKey.Of($"key-{key}"))));
                        break;
                    case 6:
                        epoch = epoch.Next("node2");
                        substation.Send(new Claim(epoch));
                        break;
                    case 7:
                        substation.Send(substation.Start(TestSubstation.Request($"key-{key}", 200), number: amount));
                        break;
                }

                var sessions = substation.Machine.Sessions.Where(session => session.TakesPower).ToArray();
                Assert.InRange(sessions.Sum(session => session.Granted.Value), 0, substation.Machine.Load.Value);
                Assert.InRange(substation.LoadOnRecord, 0, substation.Machine.Load.Value);
                Assert.True(substation.Machine.Load <= substation.Machine.Limit);
                Assert.All(sessions, session =>
                    Assert.InRange(session.Granted.Value, session.Request.Least.Value, session.Request.Amount.Value));
                foreach (var session in sessions.Where(session => session.State == SessionState.Active))
                {
                    if (live.TryGetValue(session.Id, out var known))
                        Assert.Equal(known, session);
                    live[session.Id] = session;
                }
            }
        });
}
