using Akka.Actor;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Gateway;

/// <summary>The end of sessions, at an edge whose clock may be wrong.</summary>
public sealed class CancelTests : ChargingTestKit
{
    private static readonly SubstationId Substation = Wire.Samples.Report.Substation;

    [Theory]
    [InlineData(-2)]
    [InlineData(0)]
    [InlineData(2)]
    public async Task The_substation_is_asked_whatever_time_it_is_at_the_edge(int hours)
    {
        var gateway = Feature().Gateway;
        var session = await RunningAsync();
        gateway.Hear(Wire.Samples.Report, TestActor);
        Time.Step(TimeSpan.FromHours(hours));
        Time.Advance(TimeSpan.FromHours(Math.Max(0, hours)));

        var cancelling = gateway.CancelAsync(session.Id, CancellationToken.None);

        Assert.Equal(session.Id, ExpectMsg<CancelSession>().Session);
        var ended = session.Ended(SessionState.Completed, session.Start + TimeSpan.FromSeconds(1));
        LastSender.Tell(new SessionCancelled(ended));
        Assert.Equal(ended, Assert.IsType<CancelOutcome.Ended>(await cancelling).Session);
    }

    [Fact]
    public async Task A_session_that_has_ended_on_record_has_ended_though_its_substation_is_gone()
    {
        var session = (await RunningAsync()).Ended(SessionState.Completed, Time.GetUtcNow());
        await Ledger.RecordAsync(session, CancellationToken.None);

        Assert.Equal(session, Assert.IsType<CancelOutcome.Ended>(
            await Feature().Gateway.CancelAsync(session.Id, CancellationToken.None)).Session);
    }

    [Fact]
    public async Task A_session_that_is_over_only_by_the_clock_of_the_edge_is_not_said_to_have_ended()
    {
        var gateway = Feature().Gateway;
        var session = await RunningAsync();
        Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(
            Substation,
            Assert.IsType<CancelOutcome.SubstationUnavailable>(
                await gateway.CancelAsync(session.Id, CancellationToken.None)).Substation);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void The_time_at_a_substation_is_what_it_tells_whatever_time_it_is_at_the_edge(int hours)
    {
        var gateway = Feature().Gateway;
        var report = Wire.Samples.Report;
        gateway.Hear(report, TestActor);

        Time.Step(TimeSpan.FromHours(hours));
        Time.Advance(TimeSpan.FromMinutes(10));

        Assert.InRange(gateway.TimeAt(Substation) - report.Clock, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20));
    }

    private async Task<ChargingSession> RunningAsync()
    {
        var now = Time.GetUtcNow();
        var session = new ChargingSession(
            Request("a", 7), Substation, SessionState.Active, now, now + TimeSpan.FromHours(1), null);
        await Ledger.RecordAsync(session, CancellationToken.None);
        return session;
    }
}
