using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>Only what the balancer has heard of every substation is said to be for good.</summary>
public sealed class TooLargeRequestTests : DispatcherSteps
{
    [Fact]
    public void A_rating_that_was_raised_a_moment_ago_is_asked_for_before_anything_is_refused()
    {
        Enlist("s1", load: 0, limit: 100);

        var probe = Assert.IsType<SendProbe>(Assert.Single(Place("a", 150)));

        var raised = Report("s1", load: 0, limit: 150, probe: probe.Message.Probe);
        Assert.Equal("s1", Sent(Dispatcher.Reported(raised, Noon)).To.Value);
    }

    [Fact]
    public void Where_one_does_not_answer_nothing_is_refused_for_good()
    {
        Enlist("s1", load: 0, limit: 100);
        Enlist("s2", load: 0, limit: 120);
        var probe = Place("a", 150).OfType<SendProbe>().First().Message.Probe;
        Assert.Empty(Dispatcher.Reported(Report("s1", load: 0, limit: 100, probe: probe), Noon));

        Assert.IsType<SendProbe>(Assert.Single(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(1))));
        var answer = Answer(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(4)));

        Assert.IsType<ChargeOutcome.NoCapacity>(answer);
    }

    [Fact]
    public void Where_one_is_silent_nothing_is_refused_for_good()
    {
        Enlist("s1", load: 0, limit: 100);
        var later = Noon + TimeSpan.FromSeconds(4);
        Dispatcher.Enlist(Report("s2", load: 0, limit: 120), later);

        var probe = Assert.IsType<SendProbe>(Assert.Single(Place("a", 150, later))).Message.Probe;
        var answer = Answer(Dispatcher.Reported(Report("s2", load: 0, limit: 120, probe: probe), later));

        Assert.IsType<ChargeOutcome.NoCapacity>(answer);
    }

    [Fact]
    public void Without_any_substation_the_refusal_says_so()
    {
        Assert.True(Assert.IsType<ChargeOutcome.NoCapacity>(Answer(Place("a", 7))).IsWithoutSubstation);

        Enlist("s1", load: 90, limit: 90);
        var probe = Assert.IsType<SendProbe>(Assert.Single(Place("b", 7))).Message.Probe;
        var full = Answer(Dispatcher.Reported(Report("s1", load: 90, limit: 90, probe: probe), Noon));
        Assert.False(Assert.IsType<ChargeOutcome.NoCapacity>(full).IsWithoutSubstation);
    }
}
