using Akka.Actor;
using AkkaGrid.Charging.Balancing;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Tests.Balancing;

/// <summary>Balancers that follow each other, before substations that have much to tell.</summary>
public sealed class BalancerStartTests : ChargingTestKit, IAsyncLifetime
{
    private const int SessionsEach = 1500;

    private readonly ChargingFeature _feature;
    private readonly SubstationPlan[] _plans =
        [.. Enumerable.Range(1, 3)
            .Select(i => new SubstationPlan(SubstationId.Of($"s{i}"), Kilowatts.Of(2000), TimeSpan.FromHours(1)))];

    public BalancerStartTests() => _feature = Feature(null, _plans);

    public async Task InitializeAsync()
    {
        var now = Time.GetUtcNow();
        foreach (var plan in _plans)
            for (var i = 0; i < SessionsEach; i++)
                await Ledger.RecordAsync(
                    new ChargingSession(
                        Request(Key(plan, i), 1), plan.Id, SessionState.Active, now, now + plan.ProcessingTime, null),
                    CancellationToken.None);
        await FormClusterAsync();
        Sys.ActorOf(Props.Create(() => new SubstationHost(_feature)), SubstationHost.Name);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Each_new_balancer_asks_the_substations_before_it_answers_and_knows_every_key()
    {
        for (var term = 0; term < 3; term++)
            ServeOnce();
    }

    private static string Key(SubstationPlan plan, int number) => $"{plan.Id}-{number}";

    private void ServeOnce()
    {
        var gateway = CreateTestProbe();
        var balancer = Sys.ActorOf(Props.Create(() => new BalancerActor(_feature)));
        balancer.Tell(new GatewayAnnouncement("gateway"), gateway);
        gateway.ExpectMsg<BalancerAnnouncement>(TimeSpan.FromSeconds(30));
        foreach (var plan in _plans)
        {
            balancer.Tell(
                new PlaceRequest(
                    new Ticket("gateway", 1),
                    Request(Key(plan, SessionsEach - 1), 1),
                    Time.GetUtcNow() + TimeSpan.FromSeconds(15),
                    WaitBudget.None),
                gateway);
            var accepted = Assert.IsType<ChargeOutcome.Accepted>(gateway.ExpectMsg<RequestAnswered>().Outcome);
            Assert.Equal(plan.Id, accepted.Session.Substation);
        }

        Watch(balancer);
        Sys.Stop(balancer);
        ExpectTerminated(balancer);
    }
}
