using AkkaGrid.Core.Charging;
using CsCheck;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class SubstationControlsTests
{
    private static readonly DateTimeOffset Noon = TestSubstation.Noon;
    private static readonly Gen<LimitEvent> Events = Gen.Select(
        Gen.Int[0, 20], Gen.Int[1, 20], Gen.Int[0, 100],
        (start, duration, limit) => Event(start, duration, limit));

    private readonly TestSubstation _substation = new(100);

    [Fact]
    public void A_capacity_that_is_set_wins_over_the_configured_one_and_null_restores_that()
    {
        Change(new ChangeControls(new CapacityChange(Kilowatts.Of(150)), null));
        Assert.Equal((150m, 150m), (Changed().Rating.Value, Changed().Limit.Value));

        Change(new ChangeControls(new CapacityChange(null), null));
        Assert.Equal((100m, 100m), (Changed().Rating.Value, Changed().Limit.Value));
    }

    [Fact]
    public void A_change_is_acknowledged_only_once_it_is_on_record()
    {
        _substation.Send(new ChangeControls(null, Draining: true));
        Assert.Empty(_substation.Replies);

        _substation.SettleAll();

        Assert.True(Changed().Draining);
    }

    [Fact]
    public void A_cut_is_in_force_at_once_and_a_gain_only_when_it_is_on_record()
    {
        _substation.Send(new ChangeControls(new CapacityChange(Kilowatts.Of(40)), null));
        Assert.Equal(40, _substation.Machine.Limit.Value);
        _substation.SettleAll();

        _substation.Send(new ChangeControls(new CapacityChange(Kilowatts.Of(90)), null));
        Assert.Equal(40, _substation.Machine.Limit.Value);
        _substation.SettleAll();
        Assert.Equal(90, _substation.Machine.Limit.Value);
    }

    [Fact]
    public void A_change_that_cannot_be_recorded_is_refused_and_recorded_later()
    {
        _substation.Send(new ChangeControls(new CapacityChange(Kilowatts.Of(150)), null));
        _substation.Settle(durable: false);
        Assert.Equal(ControlsRefusal.NotRecorded, _substation.Reply<ControlsRefused>().Reason);
        Assert.Equal(100, _substation.Machine.Limit.Value);

        _substation.Tick();
        _substation.SettleAll();

        Assert.Equal(150, _substation.Machine.Limit.Value);
    }

    [Fact]
    public void Changes_that_come_while_one_is_written_are_written_after_it_together()
    {
        _substation.Send(new ChangeControls(new CapacityChange(Kilowatts.Of(50)), null), "first");
        _substation.Send(new ChangeControls(null, Draining: true), "second");
        _substation.Send(new AddLimitEvent(null, TimeSpan.FromSeconds(5), Kilowatts.Of(10)), "third");
        Assert.Equal(1, _substation.RecordsInFlight);

        _substation.Settle();
        Assert.Equal("first", Assert.Single(_substation.Replies).To);

        _substation.Settle();
        Assert.Equal(["first", "second", "third"], _substation.Replies.Select(reply => reply.To));
        Assert.Equal((50m, 10m, true), (Changed().Rating.Value, Changed().Limit.Value, Changed().Draining));
    }

    [Fact]
    public void What_is_in_force_already_is_acknowledged_without_another_record()
    {
        Change(new AddLimitEvent(Noon, TimeSpan.FromSeconds(5), Kilowatts.Of(10)));

        _substation.Send(new AddLimitEvent(Noon, TimeSpan.FromSeconds(5), Kilowatts.Of(10)));

        Assert.Equal(0, _substation.RecordsInFlight);
        Assert.Equal(2, _substation.Replies.Count);
    }

    [Fact]
    public void A_cut_below_the_load_ends_nothing_and_lets_nothing_start()
    {
        var session = _substation.Charge("a", 60);

        Change(new AddLimitEvent(null, TimeSpan.FromSeconds(5), Kilowatts.Of(30)));
        Assert.Equal((60m, 30m, 0m), (Changed().Load.Value, Changed().Limit.Value, Changed().Free.Value));
        _substation.Send(_substation.Start("b", 1));

        Assert.Equal(StartRefusal.NoCapacity, _substation.Reply<StartRefused>().Reason);
        Assert.Equal(SessionState.Active, _substation.Machine.Sessions.Single(kept => kept.Id == session.Id).State);
        _substation.Now = Noon + TimeSpan.FromSeconds(5);
        _substation.Charge("b", 40);
    }

    [Fact]
    public void A_draining_substation_starts_nothing_and_its_sessions_run_to_their_end()
    {
        _substation.Charge("a", 60);
        Change(new ChangeControls(null, Draining: true));

        _substation.Send(_substation.Start("b", 1));
        Assert.Equal(StartRefusal.Draining, _substation.Reply<StartRefused>().Reason);
        _substation.Send(_substation.Start("a", 60));
        Assert.Equal(60, _substation.Reply<SessionStarted>().Session.Granted.Value);
        _substation.Now = Noon + TimeSpan.FromSeconds(10);
        _substation.Tick();
        Assert.Equal(Kilowatts.Zero, _substation.Machine.Load);

        Change(new ChangeControls(null, Draining: false));
        _substation.Charge("c", 1);
    }

    [Fact]
    public void A_report_names_the_coming_changes_of_the_limit()
    {
        Change(new AddLimitEvent(At(10), TimeSpan.FromSeconds(20), Kilowatts.Of(50)));
        Change(new AddLimitEvent(At(20), TimeSpan.FromSeconds(5), Kilowatts.Zero));

        Assert.Equal(
            [(10d, 50m), (20d, 0m), (25d, 50m), (30d, 100m)],
            Changed().NextLimits.Select(step => ((step.At - Noon).TotalSeconds, step.Limit.Value)));
        Assert.Equal(At(10), _substation.Machine.NextLimitChange);
    }

    [Fact]
    public void An_event_that_is_over_is_refused_and_one_that_has_begun_is_not()
    {
        _substation.Send(new AddLimitEvent(At(-10), TimeSpan.FromSeconds(10), Kilowatts.Of(50)));
        Assert.Equal(ControlsRefusal.EventOver, _substation.Reply<ControlsRefused>().Reason);

        Change(new AddLimitEvent(At(-10), TimeSpan.FromSeconds(11), Kilowatts.Of(50)));
        Assert.Equal(50, Changed().Limit.Value);
    }

    [Fact]
    public void Events_are_bounded_and_those_that_are_over_make_room()
    {
        for (var i = 1; i <= SubstationControls.MaxEvents; i++)
            Change(new AddLimitEvent(null, TimeSpan.FromSeconds(i), Kilowatts.Of(50)));
        _substation.Send(new AddLimitEvent(null, TimeSpan.FromHours(1), Kilowatts.Of(50)));
        Assert.Equal(ControlsRefusal.TooManyEvents, _substation.Reply<ControlsRefused>().Reason);

        _substation.Now = At(1);
        Change(new AddLimitEvent(null, TimeSpan.FromHours(1), Kilowatts.Of(50)));
    }

    [Fact]
    public void A_substation_that_starts_again_keeps_to_its_controls_on_record()
    {
        var controls = new SubstationControls { Capacity = Kilowatts.Of(80), Draining = true }
            .With(Event(0, 10, 20)).With(Event(-5, 5, 1));

        var machine = new Substation<string>(
            _substation.Plan, "node1", TestSubstation.KeepEnded, TestSubstation.Epoch, [], Noon, controls);

        Assert.Equal((80m, 20m, true), (machine.Rating.Value, machine.Limit.Value, machine.Draining));
        Assert.Equal(80, machine.Report(At(10)).Limit.Value);
    }

    [Fact]
    public void Each_change_raises_the_version_and_a_restart_goes_on_from_the_one_on_record()
    {
        var controls = new SubstationControls { Capacity = Kilowatts.Of(80), Version = 7 };
        var machine = new Substation<string>(
            _substation.Plan, "node1", TestSubstation.KeepEnded, TestSubstation.Epoch, [], Noon, controls);

        var draining = new ChangeControls(null, Draining: true);
        Assert.Equal(8, Recorded(machine.Handle(draining, "operator", 1, Noon)).Version);
        machine.ControlsRecorded(durable: true, Noon);

        Assert.DoesNotContain(machine.Handle(draining, "operator", 1, Noon), effect => effect is RecordControls);
        Assert.Equal(9, Recorded(machine.Handle(
            new AddLimitEvent(null, TimeSpan.FromHours(1), Kilowatts.Of(50)), "operator", 1, Noon)).Version);

        static SubstationControls Recorded(IReadOnlyList<ISubstationEffect> effects) =>
            Assert.Single(effects.OfType<RecordControls>()).Controls;
    }

    [Fact]
    public void Of_several_records_the_highest_version_holds_and_of_equals_the_first()
    {
        var (first, second) =
            (new SubstationControls { Version = 3 }, new SubstationControls { Version = 3, Draining = true });
        var older = new SubstationControls { Version = 2, Capacity = Kilowatts.Of(80) };

        Assert.Same(first, SubstationControls.Highest([older, first, second]));
        Assert.Same(second, SubstationControls.Highest([second, first, older]));
        Assert.Same(SubstationControls.None, SubstationControls.Highest([]));
    }

    [Fact]
    public void A_record_gets_a_version_above_all_that_it_replaces()
    {
        var controls = new SubstationControls { Draining = true, Version = 4 };

        Assert.Equal(4, controls.Over([]).Version);
        Assert.Equal(4, controls.Over([new SubstationControls { Version = 3 }]).Version);
        Assert.Equal(
            10,
            controls.Over([new SubstationControls { Version = 2 }, new SubstationControls { Version = 9 }]).Version);
    }

    [Fact]
    public void A_rating_is_replaced_and_read_by_its_version()
    {
        RecordedRating[] records = [new(Kilowatts.Of(50), 2), new(Kilowatts.Of(80), 5), new(Kilowatts.Of(90), 5)];

        Assert.Equal(records[1], RecordedRating.Highest(records));
        Assert.Equal(new RecordedRating(Kilowatts.Of(20), 6), RecordedRating.Over(records, Kilowatts.Of(20)));
        Assert.Equal(new RecordedRating(Kilowatts.Of(20), 1), RecordedRating.Over([], Kilowatts.Of(20)));
    }

    [Fact]
    public void The_lowest_limit_of_all_events_that_cover_a_moment_counts() =>
        Gen.Select(Events.List[0, 6], Gen.Int[0, 45]).Sample((events, second) =>
        {
            var controls = events.Aggregate(SubstationControls.None, (former, next) => former.With(next));
            var at = At(second);

            var expected = events.Where(covering => covering.Covers(at))
                .Select(covering => covering.Limit.Value).Append(100).Min();

            Assert.Equal(expected, controls.LimitAt(Kilowatts.Of(100), at).Value);
            Assert.Equal(expected, controls.Since(at).LimitAt(Kilowatts.Of(100), at).Value);
        });

    [Fact]
    public void The_named_changes_tell_the_limit_of_every_moment_to_come() =>
        Gen.Select(Events.List[0, 6], Gen.Int[0, 45]).Sample((events, second) =>
        {
            var substation = new TestSubstation(100);
            foreach (var limiting in events)
                substation.Send(new AddLimitEvent(limiting.Start, limiting.Duration, limiting.Limit));
            substation.SettleAll();

            var report = substation.Machine.Report(Noon);
            var told = report.NextLimits.Where(step => step.At <= At(second))
                .Select(step => step.Limit).Prepend(report.Limit).Last();

            Assert.Equal(substation.Machine.Report(At(second)).Limit, told);
        });

    private static DateTimeOffset At(double seconds) => Noon + TimeSpan.FromSeconds(seconds);

    private static LimitEvent Event(int start, int duration, int limit) =>
        new(At(start), TimeSpan.FromSeconds(duration), Kilowatts.FromMilliwatts(limit * 1_000_000L));

    private void Change(ISubstationCommand command)
    {
        _substation.Send(command);
        _substation.SettleAll();
        _substation.Reply<ControlsChanged>();
    }

    private LoadReport Changed() => _substation.Reply<ControlsChanged>().Report;
}
