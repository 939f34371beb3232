using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Blocking;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>One request that is asked for several times, and many requests.</summary>
public sealed class DispatcherRequestsTests : DispatcherSteps
{
    [Fact]
    public void Two_gateways_with_one_request_get_one_answer_each()
    {
        Enlist("s1", load: 0, limit: 90);
        var sent = Sent(Place("a", 50));
        Assert.Empty(Place("a", 50));

        var answers = Start(sent).OfType<Answer>().ToArray();

        Assert.Equal(2, answers.Select(answer => answer.To).Distinct().Count());
        Assert.Single(answers.Select(answer => answer.Outcome).Distinct());
    }

    [Fact]
    public void A_request_that_two_gateways_ask_for_is_counted_once_and_its_repetition_not_at_all()
    {
        Enlist("s1", load: 0, limit: 90);
        var sent = Sent(Place("a", 50));
        Place("a", 50);

        var closed = Assert.Single(Start(sent).OfType<RequestClosed>());
        Assert.Equal((RequestOutcome.Accepted, "s1"), (closed.Outcome, closed.Session?.Substation.Value));
        Assert.Empty(Start(Sent(Place("a", 50))).OfType<RequestClosed>());
    }

    [Fact]
    public void A_refusal_is_counted_and_what_fits_nowhere_at_all_is_not()
    {
        Enlist("s1", load: 80, limit: 90);
        Place("a", 50);
        var refused = Dispatcher.Reported(Report("s1", load: 80, limit: 90, probe: 1), Noon);
        Assert.Equal(RequestOutcome.Refused, Assert.Single(refused.OfType<RequestClosed>()).Outcome);

        // Tried again, it is another request.
        Place("a", 50);
        Assert.Single(Dispatcher.Reported(Report("s1", load: 80, limit: 90, probe: 2), Noon).OfType<RequestClosed>());
        Assert.Empty(Place("b", 91).OfType<RequestClosed>());
    }

    [Fact]
    public void Another_request_of_a_key_under_way_is_refused()
    {
        Enlist("s1", load: 0, limit: 90);
        Place("a", 50);

        Assert.IsType<ChargeOutcome.KeyReused>(Answer(Place("a", 51)));
    }

    [Fact]
    public void A_policy_sees_the_request_and_the_time()
    {
        var dispatcher = new Dispatcher(
            Epoch, new NightPolicy(), new Dictionary<SubstationId, Kilowatts>(), new DispatcherSettings());
        dispatcher.Enlist(Report("day", load: 0, limit: 100), Noon);
        dispatcher.Enlist(Report("night", load: 0, limit: 100), Noon);
        SubstationId SentTo(string key, Priority priority, DateTimeOffset now) => Sent(dispatcher.Place(
            Ticket(),
            TestSubstation.Request(key, 10) with { Priority = priority },
            now + TimeSpan.FromSeconds(10),
            now)).To;

        Assert.Equal("day", SentTo("a", Priority.Normal, Noon).Value);
        Assert.Equal("night", SentTo("b", Priority.Low, Noon).Value);
        Assert.Equal("night", SentTo("c", Priority.Normal, Noon + TimeSpan.FromMilliseconds(1)).Value);
    }

    [Fact]
    public void Where_as_many_requests_are_open_as_may_be_the_next_is_told_so_at_once()
    {
        var dispatcher = new Dispatcher(
            Epoch, RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
            new Dictionary<SubstationId, Kilowatts>(), new DispatcherSettings { MaxOpen = 1 });
        dispatcher.Enlist(Report("s1", load: 0, limit: 100), Noon);
        IReadOnlyList<IDispatcherEffect> Ask(string key) =>
            dispatcher.Place(Ticket(), TestSubstation.Request(key, 10), Noon + TimeSpan.FromSeconds(10), Noon);
        Sent(Ask("a"));

        Assert.IsType<ChargeOutcome.Overloaded>(Answer(Ask("b")));

        // Who asks for one that is open takes no further place.
        Assert.Empty(Ask("a"));
        Assert.Equal((1, false), (dispatcher.OpenRequests, dispatcher.IsOpen(SessionId.Of(IdempotencyKey.Of("b")))));
    }

    /// <summary>Noon belongs to the vehicles that are in a hurry.</summary>
    private sealed class NightPolicy : IRoutingPolicy
    {
        public string Name => "night";

        public SubstationLoad? Choose(in RoutingQuery query)
        {
            var wanted = query.Time == Noon && query.Request.Priority != Priority.Low ? "day" : "night";
            foreach (var substation in query.Substations)
                if (substation.Id.Value == wanted && substation.Fits(query.Amount))
                    return substation;
            return null;
        }
    }
}
