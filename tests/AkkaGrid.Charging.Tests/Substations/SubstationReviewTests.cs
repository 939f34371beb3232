using Akka.Actor;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Substations;

/// <summary>A substation looks whether its sessions still stand.</summary>
public sealed class SubstationReviewTests : ChargingTestKit
{
    private static readonly FencingEpoch Epoch = new(1, "node1");
    private static readonly SubstationPlan Plan =
        new(SubstationId.Of("s1"), Kilowatts.Of(100), TimeSpan.FromSeconds(30));

    private long _number;

    [Fact]
    public void A_session_ends_when_the_record_of_another_for_its_key_arrives_and_stands()
    {
        var substation = Claimed();
        substation.Tell(Start("a", 60));
        var session = ExpectMsg<SessionStarted>().Session;

        var standing = session with { Substation = SubstationId.Of("s2") };
        Ledger.Receive(standing);

        AwaitAssert(() => Assert.Equal(
            (session.Id, SessionState.Invalid, standing.Substation),
            Ledger.Superseded.Select(record => (record.Id, record.State, record.SupersededBy!.Value)).Single()));
        substation.Tell(new GetLoad(1));
        Assert.Equal(Kilowatts.Zero, ExpectMsg<LoadReport>().Load);
        Assert.Equal(standing, Ledger.Sessions.Single());
    }

    [Fact]
    public async Task The_ledger_tells_of_a_session_whose_record_another_has_written_and_it_need_not_wait_for_its_turn()
    {
        Ledger.Tells = true;
        await RecordAsync(1_000);
        var substation = Claimed();
        substation.Tell(Start("told", 10));
        var session = ExpectMsg<SessionStarted>().Session;

        var found = Ledger.Found;
        Ledger.Receive(session with { Substation = SubstationId.Of("s2") });

        AwaitAssert(() => Assert.Equal(session.Id, Ledger.Superseded.Single().Id));
        Assert.InRange(Ledger.Found - found, 1, 1_000);
    }

    [Fact]
    public async Task A_record_that_arrives_with_the_state_of_another_node_is_found_without_waiting_for_its_turn()
    {
        ReportInterval = TimeSpan.FromHours(1);
        await RecordAsync(1_000);
        var substation = Claimed();
        substation.Tell(Start("moved", 10));
        var session = ExpectMsg<SessionStarted>().Session;

        Ledger.ReceiveState(session with { Substation = SubstationId.Of("s2") });

        // No report is due in this test, with which records are read in turn.
        AwaitAssert(() => Assert.Equal(session.Id, Ledger.Superseded.Single().Id), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task With_each_report_no_more_than_so_many_sessions_are_looked_for_however_many_there_are()
    {
        await RecordAsync(2_000);
        var substation = Create();
        var (first, before) = (Sequence(), Ledger.Found);

        await AwaitConditionAsync(() => Task.FromResult(Ledger.Found - before >= 600), TimeSpan.FromSeconds(30));

        // Reports are numbered, so whatever was looked for until now comes with no more of them than that.
        var found = Ledger.Found - before;
        Assert.InRange(found, 600, 200 * (Sequence() - first + 1));

        long Sequence()
        {
            substation.Tell(new GetLoad(1));
            return ExpectMsg<LoadReport>().Sequence;
        }
    }

    [Fact]
    public async Task A_session_that_is_over_is_superseded_when_the_record_of_another_that_is_over_too_arrives_and_stands()
    {
        var substation = Claimed();
        substation.Tell(Start("a", 60));
        substation.Tell(new CancelSession(ExpectMsg<SessionStarted>().Session.Id));
        var ended = ExpectMsg<SessionCancelled>().Session;

        Ledger.Receive(ended with { Substation = SubstationId.Of("s2") });

        AwaitAssert(() => Assert.Equal(ended.Superseded(SubstationId.Of("s2"), default), Ledger.Superseded.Single()));
        Assert.Contains("charging_superseded_sessions_total 1\n", await MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_record_says_and_the_substation_knows_better_is_not_counted_as_superseded()
    {
        var substation = Claimed();
        substation.Tell(Start("a", 60));
        substation.Tell(new CancelSession(ExpectMsg<SessionStarted>().Session.Id));
        var ended = ExpectMsg<SessionCancelled>().Session;
        substation.Tell(Start("b", 60));
        var runs = ExpectMsg<SessionStarted>().Session;

        // The record of one that still ran does not supersede one that is over; that of the other shows when both were
        // read.
        Ledger.Receive(ended with { Substation = SubstationId.Of("s2"), State = SessionState.Active, EndedAt = null });
        Ledger.Receive(runs with { Substation = SubstationId.Of("s2") });

        AwaitAssert(() => Assert.Equal(runs.Id, Ledger.Superseded.Single().Id));
        Assert.Contains("charging_superseded_sessions_total 1\n", await MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_record_that_cannot_be_read_does_not_keep_the_others_from_being_looked_at()
    {
        var substation = Claimed();
        substation.Tell(Start("damaged", 20));
        Ledger.Unreadable = ExpectMsg<SessionStarted>().Session.Id;
        substation.Tell(Start("a", 60));
        var session = ExpectMsg<SessionStarted>().Session;

        Ledger.Receive(session with { Substation = SubstationId.Of("s2") });

        AwaitAssert(() => Assert.Equal(session.Id, Ledger.Superseded.Single().Id));
    }

    private async Task RecordAsync(int sessions)
    {
        var start = Time.GetUtcNow();
        for (var i = 0; i < sessions; i++)
        {
            var session = new ChargingSession(
                Request($"old-{i}", 0.01m), Plan.Id, SessionState.Active, start, start + TimeSpan.FromHours(1), null);
            await Ledger.RecordAsync(session, CancellationToken.None);
        }
    }

    private IActorRef Create()
    {
        var parent = CreateTestProbe();
        var feature = Feature(null, Plan);
        var substation = parent.ChildActorOf(Props.Create(() => new SubstationActor(Plan, feature)));
        parent.ExpectMsg<SubstationReady>();
        return substation;
    }

    private IActorRef Claimed()
    {
        var substation = Create();
        substation.Tell(new Claim(Epoch));
        ExpectMsg<Claimed>();
        return substation;
    }

    private StartSession Start(string key, decimal kilowatts) =>
        new(Epoch, ++_number, Request(key, kilowatts), DateTimeOffset.MaxValue);
}
