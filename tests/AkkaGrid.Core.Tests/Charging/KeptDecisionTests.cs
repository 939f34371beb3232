using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>A decision goes with its session.</summary>
public sealed class KeptDecisionTests : DispatcherSteps
{
    [Fact]
    public void A_reservation_brings_its_decision_with_it_each_time_that_it_is_sent()
    {
        Enlist("s1", load: 10, limit: 90);

        var sent = Sent(Place("a", 7));
        var again = Sent(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(1)));

        Assert.Equal(
            ("s1", 10m),
            (sent.Message.Decision!.Chosen?.Value, sent.Message.Decision.Candidates.Single().BelievedLoad.Value));
        Assert.Equal(sent.Message.Decision, again.Message.Decision);
    }

    [Fact]
    public void Of_many_candidates_so_many_are_kept_and_the_chosen_one_is_among_them()
    {
        for (var i = 10; i < 60; i++)
            Enlist($"s{i}", load: 0, limit: i == 55 ? 8 : 90);

        var decision = Sent(Place("a", 7)).Message.Decision!;

        Assert.Equal(Decision.CandidatesKept, decision.Candidates.Count);
        Assert.Equal("s55", decision.Chosen?.Value);
        Assert.Contains(decision.Candidates, candidate => candidate.Substation == decision.Chosen);
    }

    [Fact]
    public void A_substation_keeps_the_decision_with_the_session_and_what_its_load_was()
    {
        var substation = new TestSubstation(100);
        substation.Charge("first", 20);
        var start = substation.Start("a", 10);
        var decision = DecisionOf(start.Request);

        substation.Send(start with { Decision = decision });
        substation.SettleAll();
        substation.Send(new CancelSession(start.Request.SessionId));
        substation.SettleAll();

        var kept = substation.Reply<SessionCancelled>().Session.Decision;
        Assert.Equal(decision with { TrueLoad = Kilowatts.Of(20) }, kept);
    }

    [Fact]
    public void A_new_balancer_is_told_the_last_decisions_and_an_older_one_of_its_own_is_not_replaced()
    {
        var substation = new TestSubstation(100);
        for (var i = 0; i < 20; i++)
        {
            var start = substation.Start($"key-{i}", 1);
            substation.Send(
                start with { Decision = DecisionOf(start.Request) with { At = Noon + TimeSpan.FromSeconds(i) } });
            substation.SettleAll();
        }

        substation.Send(new Claim(TestSubstation.Epoch.Next("node2")));
        substation.SettleAll();
        var claimed = substation.Reply<Claimed>();
        Dispatcher.Know(claimed.Decisions);

        Assert.Equal(Claimed.MaxDecisions, claimed.Decisions.Count);
        Assert.Equal(claimed.Decisions, Dispatcher.LastDecisions(Claimed.MaxDecisions));
        Assert.Equal(TestSubstation.Request("key-19", 1).SessionId, claimed.Decisions[0].Session);

        var session = claimed.Decisions[0].Session;
        Dispatcher.Know([claimed.Decisions[0] with { Policy = "another" }]);
        Assert.Equal("best-fit", Dispatcher.Explain(session)?.Policy);
    }

    private static Decision DecisionOf(ChargeRequest request) => new(
        request.SessionId, Noon, Epoch, "best-fit", request.Amount, SubstationId.Of("s1"),
        [new Candidate(SubstationId.Of("s1"), Kilowatts.Zero, Kilowatts.Zero, Kilowatts.Of(100), TimeSpan.Zero)]);
}
