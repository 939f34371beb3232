using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>Limit events can be listed, ended and explained.</summary>
public sealed class LimitEventTests
{
    private static readonly DateTimeOffset Noon = TestSubstation.Noon;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TestSubstation _substation = new(100);

    [Fact]
    public void Events_are_listed_in_the_order_in_which_they_begin_until_they_are_over()
    {
        var later = Add(40, Noon + Hour, Hour, "later");
        var now = Add(60, null, Hour, "now");

        Assert.Equal([now, later], List().Events.Select(limiting => limiting.Id));
        Assert.Equal(["now", "later"], List().Events.Select(limiting => limiting.Name));

        _substation.Now += Hour;
        Assert.Equal([later], List().Events.Select(limiting => limiting.Id));
    }

    [Fact]
    public void An_event_without_a_duration_lasts_until_it_is_ended()
    {
        var open = Add(40, null, LimitEvent.Unlimited);
        _substation.Now += TimeSpan.FromDays(1000);
        _substation.Tick();
        var report = _substation.Machine.Report(_substation.Now);
        Assert.Equal((40m, true), (report.Limit.Value, report.LimitedBy?.IsOpenEnded));
        Assert.Empty(report.NextLimits);

        _substation.Send(new EndLimitEvent(open));
        Assert.Equal(40, _substation.Machine.Limit.Value);
        _substation.SettleAll();

        Assert.Equal(open, _substation.Reply<ControlsChanged>().Event);
        Assert.Equal(100, _substation.Machine.Limit.Value);
        Assert.Empty(List().Events);
    }

    [Fact]
    public void An_event_that_is_to_come_can_be_ended_before_it_begins()
    {
        var later = Add(40, Noon + Hour, Hour);

        _substation.Send(new EndLimitEvent(later));
        _substation.SettleAll();

        Assert.Empty(_substation.Machine.Report(Noon).NextLimits);
    }

    [Fact]
    public void What_is_no_event_or_is_over_cannot_be_ended()
    {
        var over = Add(40, null, Hour);
        _substation.Now += Hour;

        foreach (var id in (string[])[over, "nothing"])
        {
            _substation.Send(new EndLimitEvent(id));
            Assert.Equal(ControlsRefusal.UnknownEvent, _substation.Reply<ControlsRefused>().Reason);
        }
    }

    [Fact]
    public void Of_several_events_the_one_with_the_lowest_limit_holds_it_and_of_equal_ones_the_longest()
    {
        Add(60, null, Hour * 3);
        Assert.Equal("", Holder() ?? "");
        Add(40, null, Hour, "short");
        Assert.Equal("short", Holder());
        Add(40, null, Hour * 2, "long");
        Assert.Equal("long", Holder());
        Add(20, Noon + Hour, Hour, "later");
        Assert.Equal("long", Holder());
        Add(200, null, Hour * 9, "above the rating");
        Assert.Equal("long", Holder());

        _substation.Now += Hour;
        Assert.Equal("later", Holder());
        _substation.Now += Hour * 8;
        Assert.Null(_substation.Machine.Report(_substation.Now).LimitedBy);
    }

    [Fact]
    public void The_same_event_that_is_asked_for_again_is_one_event()
    {
        var first = Add(40, Noon + Hour, Hour, "peak");

        Assert.Equal(first, Add(40, Noon + Hour, Hour, "peak"));
        Assert.NotEqual(first, Add(40, Noon + Hour, Hour, "another"));
        Assert.Equal(2, List().Events.Count);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void Over_a_restart_with_a_clock_that_was_set_an_event_that_has_begun_never_has_more_left_than_its_duration(
        int hours)
    {
        var records = new List<SubstationControls>();
        var begun = LimitEvent.Named(Noon, Hour, Kilowatts.Of(40), "peak") with { IsBegun = true };
        var now = Noon + TimeSpan.FromMinutes(10) + TimeSpan.FromHours(hours);
        var restarted = Restart(new SubstationControls { Events = [begun], Version = 3 }, now, records);

        if (hours > 0)
        {
            Assert.Equal(100, restarted.Limit.Value);
            return;
        }

        Assert.Equal((40m, now + Hour), (restarted.Limit.Value, restarted.NextLimitChange));
        Assert.Equal((begun.Id, now), (records.Single().Events.Single().Id, records.Single().Events.Single().Start));
        var again = Restart(records.Single(), now + TimeSpan.FromMinutes(30), []);
        Assert.Equal(now + Hour, again.NextLimitChange);
    }

    [Fact]
    public void That_an_event_has_begun_is_recorded_when_it_begins()
    {
        Add(40, Noon + Hour, Hour);
        _substation.Now += Hour;

        _substation.Tick();

        Assert.Equal(1, _substation.RecordsInFlight);
        _substation.SettleAll();
        Assert.True(List().Events.Single().IsBegun);
        _substation.Tick();
        Assert.Equal(0, _substation.RecordsInFlight);
    }

    private static Substation<string> Restart(
        SubstationControls controls, DateTimeOffset now, List<SubstationControls> records)
    {
        var substation = new Substation<string>(
            new SubstationPlan(SubstationId.Of("s1"), Kilowatts.Of(100), TimeSpan.FromSeconds(10)),
            "node1", TestSubstation.KeepEnded, TestSubstation.Epoch, [], now, controls);
        records.AddRange(substation.Tick(now).OfType<RecordControls>().Select(record => record.Controls));
        return substation;
    }

    private string Add(decimal limit, DateTimeOffset? start, TimeSpan duration, string? name = null)
    {
        _substation.Send(new AddLimitEvent(start, duration, Kilowatts.Of(limit)) { Name = name });
        _substation.SettleAll();
        return _substation.Reply<ControlsChanged>().Event!;
    }

    private LimitEventsShown List()
    {
        _substation.Send(new GetLimitEvents());
        return _substation.Reply<LimitEventsShown>();
    }

    private string? Holder() => _substation.Machine.Report(_substation.Now).LimitedBy?.Name;
}
