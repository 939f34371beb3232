using Akka.Actor;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Substations;

/// <summary>A substation whose machine's clock is set, while it lives and while it is down.</summary>
public sealed class SteppedClockTests : ChargingTestKit
{
    private static readonly FencingEpoch Epoch = new(1, "node1");
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30) * SessionDuration.MaxFactor;
    private static readonly SubstationPlan Plan =
        new(SubstationId.Of("s1"), Kilowatts.Of(100), TimeSpan.FromSeconds(30));

    private long _number;

    public static TheoryData<TimeSpan> Steps => [TimeSpan.FromHours(-2), TimeSpan.FromHours(2)];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_session_runs_as_long_as_it_was_meant_to(TimeSpan step)
    {
        var substation = Claimed(Feature(null, Plan));
        substation.Tell(Start("a"));
        ExpectMsg<SessionStarted>();

        Time.Step(step);

        var report = Report(substation);
        Assert.InRange(Assert.Single(report.NextReleases).At - report.Clock, TimeSpan.FromSeconds(1), Longest);
        Time.Advance(Longest);
        Assert.Equal(Kilowatts.Zero, Report(substation).Load);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_request_expires_neither_sooner_nor_later(TimeSpan step)
    {
        var substation = Claimed(Feature(null, Plan));
        var deadline = Report(substation).Clock + TimeSpan.FromMinutes(10);
        Time.Step(step);

        substation.Tell(Start("a") with { ExpiresAt = deadline });
        ExpectMsg<SessionStarted>();
        Time.Advance(TimeSpan.FromMinutes(10));

        substation.Tell(Start("b") with { ExpiresAt = deadline });
        Assert.Equal(StartRefusal.Expired, ExpectMsg<StartRefused>().Reason);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void An_event_lasts_as_long_as_it_was_meant_to(TimeSpan step)
    {
        var substation = Claimed(Feature(null, Plan));
        substation.Tell(new AddLimitEvent(null, TimeSpan.FromHours(1), Kilowatts.Of(40)));
        ExpectMsg<ControlsChanged>();

        Time.Step(step);
        Time.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(40, Report(substation).Limit.Value);
        Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(100, Report(substation).Limit.Value);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void An_ended_session_is_kept_as_long_as_is_configured(TimeSpan step)
    {
        var feature = Feature(null, Plan);
        var substation = Claimed(feature);
        substation.Tell(Start("a"));
        substation.Tell(new CancelSession(ExpectMsg<SessionStarted>().Session.Id));
        ExpectMsg<SessionCancelled>();
        Time.Step(step);

        Time.Advance(feature.Options.KeepEnded - TimeSpan.FromHours(1));
        substation.Tell(Start("a"));
        Assert.Equal(SessionState.Completed, ExpectMsg<SessionStarted>().Session.State);
        Time.Advance(TimeSpan.FromHours(1));

        AwaitAssert(() => Assert.Empty(Ledger.Sessions));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Over_a_restart_a_session_never_has_more_left_than_it_was_meant_to_run(TimeSpan step)
    {
        var first = Claimed(Feature(null, Plan));
        first.Tell(Start("a"));
        ExpectMsg<SessionStarted>();
        Watch(first);
        Sys.Stop(first);
        await ExpectTerminatedAsync(first);

        Time.Step(step);
        var again = Claimed(Feature(null, Plan));

        var report = Report(again);
        Assert.Equal(step < TimeSpan.Zero ? 60 : 0, report.Load.Value);
        Assert.All(report.NextReleases, release => Assert.InRange(release.At - report.Clock, TimeSpan.Zero, Longest));
        AwaitAssert(() => Assert.True(Ledger.Sessions.Single().Start <= Report(again).Clock));
    }

    private LoadReport Report(IActorRef substation)
    {
        substation.Tell(new GetLoad(1));
        return ExpectMsg<LoadReport>();
    }

    /// <summary>A substation of a process that has just started: a feature has the clock of one process.</summary>
    private IActorRef Claimed(ChargingFeature feature)
    {
        var parent = CreateTestProbe();
        var substation = parent.ChildActorOf(Props.Create(() => new SubstationActor(Plan, feature)));
        parent.ExpectMsg<SubstationReady>();
        substation.Tell(new Claim(Epoch));
        ExpectMsg<Claimed>();
        return substation;
    }

    private StartSession Start(string key) => new(Epoch, ++_number, Request(key, 60), DateTimeOffset.MaxValue);
}
