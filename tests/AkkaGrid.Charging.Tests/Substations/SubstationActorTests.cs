using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Tests.Substations;

public sealed class SubstationActorTests : ChargingTestKit
{
    private static readonly FencingEpoch Epoch = new(1, "node1");
    private static readonly SubstationPlan Plan =
        new(SubstationId.Of("s1"), Kilowatts.Of(100), TimeSpan.FromSeconds(30));

    private long _number;

    [Fact]
    public async Task A_claimed_substation_starts_sessions_that_are_on_record_before_they_are_acknowledged()
    {
        var substation = Claimed();

        substation.Tell(Start("a", 60));

        var started = ExpectMsg<SessionStarted>();
        Assert.Equal(started.Session, await Ledger.FindAsync(started.Session.Id, CancellationToken.None));
    }

    [Fact]
    public void A_substation_says_nothing_before_its_ledger_is_complete()
    {
        var ready = new TaskCompletionSource();
        Ledger.Ready = ready.Task;
        var parent = CreateTestProbe();
        var feature = Feature(null, Plan);
        var substation = parent.ChildActorOf(Props.Create(() => new SubstationActor(Plan, feature)));
        substation.Tell(new Claim(Epoch));
        parent.ExpectNoMsg(TimeSpan.FromMilliseconds(300));
        ExpectNoMsg(TimeSpan.Zero);

        ready.SetResult();

        parent.ExpectMsg<SubstationReady>();
    }

    [Fact]
    public async Task A_rating_is_written_only_where_the_record_says_another()
    {
        await StartAndStop(Plan);
        await StartAndStop(Plan);
        Assert.Equal(1, Ledger.RatingsWritten);

        await StartAndStop(Plan with { Rating = Kilowatts.Of(120) });
        Assert.Equal(2, Ledger.RatingsWritten);

        async Task StartAndStop(SubstationPlan plan)
        {
            var substation = Create(plan);
            substation.Tell(new GetLoad(1));
            ExpectMsg<LoadReport>();
            Watch(substation);
            Sys.Stop(substation);
            await ExpectTerminatedAsync(substation);
        }
    }

    [Fact]
    public void A_ledger_that_fails_makes_no_session()
    {
        var substation = Claimed();
        Ledger.Fails = true;
        substation.Tell(Start("a", 60));
        Assert.Equal(StartRefusal.NotRecorded, ExpectMsg<StartRefused>().Reason);

        Ledger.Fails = false;
        AwaitAssert(() =>
        {
            substation.Tell(Start("a", 60));
            ExpectMsg<SessionStarted>();
        });
    }

    [Fact]
    public async Task A_substation_that_starts_again_has_its_sessions_and_its_epoch()
    {
        var first = Claimed();
        first.Tell(Start("a", 60));
        var session = ExpectMsg<SessionStarted>().Session;
        Watch(first);
        Sys.Stop(first);
        await ExpectTerminatedAsync(first);

        var again = Create();
        again.Tell(new GetLoad(1));
        var report = ExpectMsg<LoadReport>();
        Assert.Equal((60m, Epoch), (report.Load.Value, report.Epoch));
        again.Tell(Start("a", 60));
        Assert.Equal(session, ExpectMsg<SessionStarted>().Session);
    }

    [Fact]
    public void A_substation_that_cannot_read_its_records_waits_until_it_can()
    {
        Ledger.Fails = true;
        var feature = Feature(null, Plan);
        Sys.ActorOf(Props.Create(() => new Parent(TestActor, feature)));
        ExpectNoMsg(TimeSpan.FromMilliseconds(300));

        Ledger.Fails = false;

        ExpectMsg<SubstationReady>(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Load_is_reported_on_change_and_from_time_to_time_without_a_balancer()
    {
        DistributedPubSub.Get(Sys).Mediator.Tell(new Subscribe(SubstationActor.Topic, TestActor));
        ExpectMsg<SubscribeAck>();
        var probe = CreateTestProbe();
        var substation = Create();
        var first = FishForMessage<LoadReport>(report => report.Load == Kilowatts.Zero);
        substation.Tell(new Claim(Epoch), probe);
        probe.ExpectMsg<Claimed>();

        substation.Tell(Start("a", 60), probe);

        var second = FishForMessage<LoadReport>(report => report.Load.Value == 60);
        var third = FishForMessage<LoadReport>(report => report.Sequence > second.Sequence);
        Assert.True(second.Sequence > first.Sequence);
        Assert.Equal(60, third.Load.Value);
    }

    [Fact]
    public void A_session_ends_by_itself()
    {
        var substation = Claimed(Plan with { ProcessingTime = TimeSpan.FromMilliseconds(300) });
        substation.Tell(Start("a", 60));
        var session = ExpectMsg<SessionStarted>().Session;

        AwaitAssert(() => Assert.Equal(
            SessionState.Completed, Ledger.Sessions.Single(record => record.Id == session.Id).State));
        substation.Tell(new GetLoad(1));
        Assert.Equal(Kilowatts.Zero, ExpectMsg<LoadReport>().Load);
    }

    [Fact]
    public async Task A_key_that_has_a_session_at_another_substation_is_answered_with_that()
    {
        var elsewhere = new ChargingSession(
            Request("a", 60),
            SubstationId.Of("s2"),
            SessionState.Active,
            Time.GetUtcNow(),
            Time.GetUtcNow() + TimeSpan.FromMinutes(1),
            null);
        await Ledger.RecordAsync(elsewhere, CancellationToken.None);
        var substation = Claimed();

        substation.Tell(Start("a", 60));

        var started = ExpectMsg<SessionStarted>();
        Assert.Equal((elsewhere, Kilowatts.Zero), (started.Session, started.Report.Load));
        Assert.Equal([elsewhere], Ledger.Sessions);
        Assert.Empty(Ledger.Superseded);
    }

    [Fact]
    public async Task Controls_are_on_record_before_they_are_acknowledged_and_kept_across_a_start()
    {
        var first = Create();
        first.Tell(new ChangeControls(new CapacityChange(Kilowatts.Of(150)), true));
        Assert.Equal(150, ExpectMsg<ControlsChanged>().Report.Limit.Value);
        Assert.Equal(150, (await Ledger.ReadControlsAsync(Plan.Id, CancellationToken.None)).Capacity?.Value);
        Assert.Equal(150, (await Ledger.ReadRatingsAsync(CancellationToken.None))[Plan.Id].Value);
        Watch(first);
        Sys.Stop(first);
        await ExpectTerminatedAsync(first);

        Create().Tell(new GetLoad(1));

        var report = ExpectMsg<LoadReport>();
        Assert.Equal((150m, true), (report.Rating.Value, report.Draining));
    }

    [Fact]
    public void Controls_that_cannot_be_recorded_are_refused_and_recorded_when_that_is_possible()
    {
        var substation = Create();
        Ledger.Fails = true;
        substation.Tell(new ChangeControls(new CapacityChange(Kilowatts.Of(150)), null));
        Assert.Equal(ControlsRefusal.NotRecorded, ExpectMsg<ControlsRefused>().Reason);

        Ledger.Fails = false;

        AwaitAssert(() =>
        {
            substation.Tell(new GetLoad(1));
            Assert.Equal(150, ExpectMsg<LoadReport>().Limit.Value);
        });
    }

    [Fact]
    public void The_begin_and_the_end_of_an_event_are_reported_when_they_come()
    {
        DistributedPubSub.Get(Sys).Mediator.Tell(new Subscribe(SubstationActor.Topic, TestActor));
        ExpectMsg<SubscribeAck>();
        var substation = Create();
        var probe = CreateTestProbe();

        var start = Time.GetUtcNow() + TimeSpan.FromMilliseconds(300);
        substation.Tell(new AddLimitEvent(start, TimeSpan.FromHours(1), Kilowatts.Zero), probe);

        Assert.Equal(2, probe.ExpectMsg<ControlsChanged>().Report.NextLimits.Count);
        FishForMessage<LoadReport>(report => report.Limit == Kilowatts.Zero);
        Time.Advance(TimeSpan.FromHours(1));
        FishForMessage<LoadReport>(report => report.Limit.Value == 100);
    }

    [Fact]
    public async Task A_host_answers_for_all_its_substations_once_they_are_ready()
    {
        await Ledger.RecordEpochAsync(SubstationId.Of("s2"), new FencingEpoch(5, "node3"), CancellationToken.None);
        var feature = Feature(null, Plan, Plan with { Id = SubstationId.Of("s2") });
        var host = Sys.ActorOf(Props.Create(() => new SubstationHost(feature)));

        var here = AwaitAnswer<HostAnnouncement>(host, GetHost.Instance);

        Assert.Equal(new FencingEpoch(5, "node3"), here.Highest);
        Assert.Equal(["s1", "s2"], here.Substations.Select(id => id.Value).Order());
    }

    private IActorRef Create(SubstationPlan? plan = null)
    {
        var parent = CreateTestProbe();
        var feature = Feature(null, plan ?? Plan);
        var substation = parent.ChildActorOf(Props.Create(() => new SubstationActor(plan ?? Plan, feature)));
        parent.ExpectMsg<SubstationReady>();
        return substation;
    }

    private IActorRef Claimed(SubstationPlan? plan = null)
    {
        var substation = Create(plan);
        substation.Tell(new Claim(Epoch));
        ExpectMsg<Claimed>();
        return substation;
    }

    private StartSession Start(string key, decimal kilowatts) =>
        new(Epoch, ++_number, Request(key, kilowatts), DateTimeOffset.MaxValue);

    private T AwaitAnswer<T>(IActorRef from, object question)
        where T : class
    {
        T? answer = null;
        AwaitAssert(() =>
        {
            from.Tell(question);
            answer = ExpectMsg<T>(TimeSpan.FromMilliseconds(200));
        });
        return answer!;
    }

    private sealed class Parent : UntypedActor
    {
        private readonly IActorRef _observer;

        public Parent(IActorRef observer, ChargingFeature feature)
        {
            _observer = observer;
            Context.ActorOf(Props.Create(() => new SubstationActor(feature.Options.Substations[0], feature)));
        }

        protected override void OnReceive(object message) => _observer.Forward(message);
    }
}
