using System.Diagnostics;
using Akka.Actor;
using AkkaGrid.Charging.Balancing;
using AkkaGrid.Charging.Desk;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Balancing;

/// <summary>Balancers that follow each other, before substations that have much to tell.</summary>
public sealed class BalancerStartTests : ChargingTestKit, IAsyncLifetime
{
    private const int SessionsEach = 1500;

    private readonly ChargingFeature _feature;
    private readonly SubstationPlan[] _plans =
        [.. Enumerable.Range(1, 3).Select(i => new SubstationPlan(SubstationId.Of($"s{i}"), Kilowatts.Of(2000), TimeSpan.FromHours(1)))];

    public BalancerStartTests() => _feature = Feature(null, _plans);

    public async Task InitializeAsync()
    {
        var now = Time.GetUtcNow();
        foreach (var plan in _plans)
            for (var i = 0; i < SessionsEach; i++)
                await Ledger.RecordAsync(
                    new ChargingSession(Request(Key(plan, i), 1), plan.Id, SessionState.Active, now, now + plan.ProcessingTime, null),
                    CancellationToken.None);
        await FormClusterAsync();
        Sys.ActorOf(Props.Create(() => new SubstationHost(_feature)), SubstationHost.Name);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void A_new_balancer_has_asked_the_substations_and_answers_within_a_second_and_knows_every_key()
    {
        var took = Enumerable.Range(0, 3).Select(_ => SecondsUntilOneAnswers()).ToArray();

        // The first may have to wait until the substations have read their records, and any for a processor.
        Assert.InRange(took.Min(), 0, 1);
    }

    private static string Key(SubstationPlan plan, int number) => $"{plan.Id}-{number}";

    private double SecondsUntilOneAnswers()
    {
        var desk = CreateTestProbe();
        var started = Stopwatch.GetTimestamp();
        var balancer = Sys.ActorOf(Props.Create(() => new BalancerActor(_feature)));
        balancer.Tell(new Hello("desk"), desk);
        desk.ExpectMsg<BalancerHere>(TimeSpan.FromSeconds(30));
        foreach (var plan in _plans)
        {
            balancer.Tell(
                new PlaceRequest(new Ticket("desk", 1), Request(Key(plan, SessionsEach - 1), 1), Time.GetUtcNow() + TimeSpan.FromSeconds(15), Patience.None),
                desk);
            var accepted = Assert.IsType<ChargeOutcome.Accepted>(desk.ExpectMsg<RequestAnswered>().Outcome);
            Assert.Equal(plan.Id, accepted.Session.Substation);
        }

        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Watch(balancer);
        Sys.Stop(balancer);
        ExpectTerminated(balancer);
        return took;
    }
}
