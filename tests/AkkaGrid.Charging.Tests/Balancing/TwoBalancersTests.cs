using Akka.Actor;
using Akka.TestKit;
using AkkaGrid.Charging.Balancing;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Tests.Balancing;

/// <summary>
/// A balancer that lives on beside its successor, as one does that was cut off, before a real substation.
/// </summary>
public sealed class TwoBalancersTests : ChargingTestKit, IAsyncLifetime
{
    private static readonly SubstationPlan Plan = new(SubstationId.Of("s1"), Kilowatts.Of(100), TimeSpan.FromHours(1));

    private readonly ChargingFeature _feature;

    public TwoBalancersTests() => _feature = Feature(null, Plan);

    public async Task InitializeAsync()
    {
        await FormClusterAsync();
        Sys.ActorOf(Props.Create(() => new SubstationHost(_feature)), SubstationHost.Name);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Of_two_that_live_at_once_the_substation_serves_the_later_one_and_the_other_places_nothing_and_yields()
    {
        var (former, formerGateway, formerEpoch) = Serve("former");
        var (successor, gateway, epoch) = Serve("successor");
        Assert.True(epoch > formerEpoch);

        Place(former, formerGateway, "former", "a");
        Assert.Equal(formerEpoch, formerGateway.ExpectMsg<BalancerSteppedDown>(TimeSpan.FromSeconds(10)).Epoch);

        // Its gateway turns to the successor with the same request.
        Place(successor, gateway, "successor", "a");
        var accepted = Assert.IsType<ChargeOutcome.Accepted>(
            gateway.ExpectMsg<RequestAnswered>(TimeSpan.FromSeconds(10)).Outcome);
        Assert.Equal([accepted.Session.Id], Ledger.Sessions.Select(session => session.Id));
        formerGateway.ExpectNoMsg(TimeSpan.Zero);
    }

    private (IActorRef Balancer, TestProbe Gateway, FencingEpoch Epoch) Serve(string name)
    {
        var gateway = CreateTestProbe();
        var balancer = Sys.ActorOf(Props.Create(() => new BalancerActor(_feature)));
        balancer.Tell(new GatewayAnnouncement(name), gateway);
        return (balancer, gateway, gateway.ExpectMsg<BalancerAnnouncement>(TimeSpan.FromSeconds(30)).Epoch);
    }

    private void Place(IActorRef balancer, TestProbe gateway, string name, string key) => balancer.Tell(
        new PlaceRequest(
            new Ticket(name, 1), Request(key, 60), Time.GetUtcNow() + TimeSpan.FromSeconds(15), WaitBudget.None),
        gateway);
}
