using Akka.Actor;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Tests.Gateway;

/// <summary>What a gateway says of a key that has its session already.</summary>
public sealed class ReplayTests : ChargingTestKit
{
    private static readonly FencingEpoch Epoch = new(3, "node2");
    private static readonly SubstationId Substation = Wire.Samples.Report.Substation;

    [Fact]
    public async Task What_the_balancer_says_of_a_request_that_was_sent_once_is_told()
    {
        var (gateway, place, charging) = Charge();

        Answer(place, Session(gateway.TimeAt(Substation)));

        Assert.True((await charging).IsReplay);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(-60, true)]
    public async Task A_request_that_was_sent_again_is_no_replay_of_the_session_that_it_has_started_itself(
        int startedAfter, bool isReplay)
    {
        var (gateway, place, charging) = Charge();
        var arrived = gateway.TimeAt(Substation);
        AnnounceBalancer();
        FishForMessage<PlaceRequest>(again => again.Ticket == place.Ticket);

        Answer(place, Session(arrived + TimeSpan.FromSeconds(startedAfter)));

        Assert.Equal(isReplay, (await charging).IsReplay);
    }

    [Fact]
    public async Task A_key_whose_session_is_on_record_at_an_absent_substation_is_replayed()
    {
        var session = Session(Time.GetUtcNow()) with { Substation = SubstationId.Of("gone") };
        await Ledger.RecordAsync(session, CancellationToken.None);

        var outcome = await Feature().Gateway.ChargeAsync(session.Request, TimeSpan.Zero, CancellationToken.None);

        Assert.True(Assert.IsType<ChargeOutcome.Accepted>(outcome).IsReplay);
    }

    private (ChargingGateway Gateway, PlaceRequest Place, Task<ChargeOutcome.Accepted> Charging) Charge()
    {
        var gateway = Feature().Gateway;
        gateway.Hear(Wire.Samples.Report, TestActor);
        Sys.ActorOf(Props.Create(() => new GatewayActor(gateway, TestActor)));
        var charging = gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);
        FishForMessage<GatewayAnnouncement>(_ => true);
        AnnounceBalancer();
        return (gateway, FishForMessage<PlaceRequest>(_ => true), AcceptedAsync(charging));
    }

    private static async Task<ChargeOutcome.Accepted> AcceptedAsync(Task<ChargeOutcome> charging) =>
        Assert.IsType<ChargeOutcome.Accepted>(await charging);

    private void AnnounceBalancer() =>
        LastSender.Tell(new BalancerAnnouncement(Epoch, DateTimeOffset.UnixEpoch), TestActor);

    private void Answer(PlaceRequest place, ChargingSession session) => LastSender.Tell(
        new RequestAnswered(
            place.Ticket.Number,
            new ChargeOutcome.Accepted(session, Kilowatts.Zero, session.Granted, Kilowatts.Of(80)) { IsReplay = true }),
        TestActor);

    private static ChargingSession Session(DateTimeOffset start) =>
        new(Request("a", 7), Substation, SessionState.Active, start, start + TimeSpan.FromHours(1), null);
}
