using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

public sealed class ReplicaDriverTests
{
    [Fact]
    public void A_write_is_answered_when_its_turn_is_on_disk_and_no_sooner()
    {
        var harness = new DriverHarness();
        harness.Settle();
        var reply = harness.Write();
        var commit = harness.EndTurn()!;
        commit.WriteAll();
        Assert.Equal(0, reply.Answers);

        harness.Driver.Committed(commit, harness.Now);

        Assert.Equal(new Dot(Samples.A, 1), reply.Result!.Dot);
    }

    [Fact]
    public void Writes_that_come_during_a_commit_share_the_next_turn()
    {
        var harness = new DriverHarness();
        harness.Settle();
        harness.Write();
        var first = harness.EndTurn()!;
        var later = new[] { harness.Write(), harness.Write() };
        Assert.Null(harness.EndTurn());

        harness.Commit(first);
        var second = harness.EndTurn()!;
        harness.Commit(second);

        Assert.Equal(2, second.Turn.Changes!.Log.Count);
        Assert.All(later, reply => Assert.NotNull(reply.Result));
    }

    [Fact]
    public void A_peer_that_nobody_knows_yet_gets_the_clock_bases_that_it_asks_for()
    {
        var harness = new DriverHarness();
        harness.Settle();
        var known = harness.Disk.Bases.Add(ClockBase.Of(new Dot(Samples.C, 1)));

        harness.Driver.Receive(new BaseRequest(Samples.B, [known.Name, 77]), harness.Now);

        var answer = Assert.IsType<BaseAnswer>(Assert.Single(harness.Shell.Replies));
        Assert.Equal((known, 77UL), (Assert.Single(answer.Bases), Assert.Single(answer.Unknown)));
    }

    [Fact]
    public void A_turn_is_ended_once_for_all_that_arrives_before()
    {
        var harness = new DriverHarness();
        harness.Settle();
        var before = harness.Shell.TurnEnds;

        harness.Write();
        harness.Write();

        Assert.Equal(before + 1, harness.Shell.TurnEnds);
    }

    [Fact]
    public void A_write_whose_client_has_given_up_never_happens()
    {
        var harness = new DriverHarness();
        harness.Settle();
        var reply = new RecordedWrite { IsClaimed = true };

        harness.Handle(reply);

        Assert.Null(harness.EndTurn());
        Assert.Equal(0, reply.Answers);
    }

    [Fact]
    public void Writes_and_messages_are_refused_while_too_much_waits_for_the_disk()
    {
        var harness = new DriverHarness(maxPendingBytes: 10);
        harness.Meet();
        harness.Write();

        Assert.IsType<DiskOverloaded>(harness.Write().Failure);
        harness.Driver.Receive(
            new UpdateBatch(Samples.B, VectorClock.Empty, [Samples.Update(new Dot(Samples.B, 1))], false), harness.Now);

        harness.Settle();
        Assert.Equal(0UL, harness.Disk.State.Clock[Samples.B]);
        Assert.Null(harness.Write().Failure);
    }

    [Fact]
    public void A_write_is_refused_on_an_empty_disk_until_a_member_was_merged()
    {
        var harness = new DriverHarness(new ReplicaOptions { ExpectedReplicas = 3 });
        harness.Settle();
        Assert.Empty(Assert.IsType<AwaitingAdmission>(harness.Write().Failure).Awaited);

        harness.Meet(VectorClock.Of(new Dot(Samples.B, 1)));
        Assert.Equal(
            [Samples.B.Replica], Assert.IsType<AwaitingAdmission>(harness.Write().Failure).Awaited.AsEnumerable());

        harness.Driver.Receive(
            new UpdateBatch(Samples.B, VectorClock.Empty, [Samples.Update(new Dot(Samples.B, 1))], false), harness.Now);
        harness.Settle();
        harness.Driver.Tick(harness.Now);
        Assert.Null(harness.Write().Failure);
    }

    [Fact]
    public void A_conditional_write_that_comes_too_late_is_answered_with_what_is_there()
    {
        var harness = new DriverHarness();
        harness.Write();
        harness.Settle();
        var late = harness.Write(ifMatch: "stale");
        harness.Settle();

        Assert.Equal(harness.Disk.Read(Samples.Key("x")), Assert.IsType<PreconditionFailed>(late.Failure).Present);
    }

    [Fact]
    public void A_disk_that_fails_is_told_to_the_shell_before_anyone_is_answered()
    {
        var harness = new DriverHarness();
        harness.Settle();
        var reply = harness.Write();
        var commit = harness.EndTurn()!;
        var next = harness.Write();

        harness.Driver.Failed(commit, new IOException("full"));

        Assert.Equal(["disk failed", "write failed"], harness.Shell.Events);
        Assert.Equal(new DiskFailedDuringWrite("full"), reply.Failure);
        Assert.Equal(new ReplicaStarting("full"), harness.Write().Failure);
        Assert.Null(harness.EndTurn());
        harness.Driver.Stop();
        Assert.IsType<StoppedDuringWrite>(next.Failure);
    }

    [Fact]
    public void What_a_failing_read_has_left_in_the_middle_does_not_reach_the_disk()
    {
        var harness = new DriverHarness();
        harness.Meet();
        harness.Disk.Damaged = Samples.Key("x");

        harness.Driver.Receive(
            new UpdateBatch(Samples.B, VectorClock.Empty, [Samples.Update(new Dot(Samples.B, 1))], WantsClock: true),
            harness.Now);

        Assert.NotNull(harness.Shell.DiskFailure);
        Assert.Null(harness.EndTurn());
    }

    [Fact]
    public void Whoever_waits_when_the_replica_stops_is_told_what_is_known()
    {
        var harness = new DriverHarness(new ReplicaOptions { ExpectedReplicas = 3 });
        harness.Meet();
        var onDisk = harness.Write(WriteConcern.All);
        harness.Settle();
        var waiting = new RecordedReply<VectorClock>();
        harness.Driver.Handle(new AwaitContext(CausalContext.Of(new Dot(Samples.B, 1)), waiting), harness.Now);
        var caughtUp = new RecordedReply<VectorClock>();
        harness.Driver.Handle(new CatchUp(caughtUp), harness.Now);

        harness.Driver.Stop();

        Assert.Equal(new StoppedDuringReplication(new Dot(Samples.A, 1)), onDisk.Failure);
        Assert.Equal(new ReplicaStarting(null), waiting.Failure);
        Assert.Equal(new ReplicaStarting(null), caughtUp.Failure);
    }

    [Fact]
    public void What_is_held_back_is_sent_before_the_replica_stops()
    {
        var harness = new DriverHarness(new ReplicaOptions { ExpectedReplicas = 2 });
        harness.Meet();
        harness.Write();
        harness.Settle();
        harness.Write();
        harness.Settle();
        Assert.Equal(1, Pushed(harness));
        Assert.Equal(harness.Now.Uptime + PushBuffer.Pause, harness.Driver.WakeAt);

        harness.Driver.Stop();

        Assert.Equal(2, Pushed(harness));
    }

    [Fact]
    public void Woken_it_sends_what_it_has_held_back()
    {
        var harness = new DriverHarness(new ReplicaOptions { ExpectedReplicas = 2 });
        harness.Meet();
        harness.Write();
        harness.Settle();
        harness.Write();
        harness.Settle();

        harness.Now = harness.Now with { Uptime = harness.Driver.WakeAt!.Value };
        harness.Driver.Wake(harness.Now);

        Assert.Equal(2, Pushed(harness));
        Assert.Null(harness.Driver.WakeAt);
    }

    [Fact]
    public void A_start_is_admitted_once_when_the_set_has_taken_it_and_its_first_turn_is_on_disk()
    {
        var harness = new DriverHarness();
        harness.Driver.Tick(harness.Now);
        Assert.Equal(0, harness.Shell.Admissions);

        harness.Meet();
        harness.Driver.Tick(harness.Now);
        harness.Settle();

        Assert.Equal(1, harness.Shell.Admissions);
    }

    [Fact]
    public void While_a_snapshot_is_installed_nothing_changes_the_replica_and_peers_are_answered()
    {
        var harness = new DriverHarness(new ReplicaOptions { ExpectedReplicas = 2, SnapshotAfter = 1 });
        harness.Meet();
        var clock = VectorClock.Of(new Dot(Samples.B, 9));
        harness.Driver.Receive(harness.Announcement(clock), harness.Now);
        for (var tick = 0; tick < 3; tick++)
            harness.Driver.Tick(harness.Now);
        harness.Settle();
        var request = harness.Shell.Sent.Select(sent => sent.Message).OfType<SnapshotRequest>().First();
        var cut = new ReplicaCut(clock, VectorClock.Empty, default, default);
        harness.Driver.Receive(
            new SnapshotChunk(Samples.B, Samples.A, request.SnapshotId, cut, null, [], IsLast: true), harness.Now);
        var commit = harness.EndTurn()!;
        Assert.NotNull(commit.Turn.Installs);

        Assert.IsType<SnapshotInstalling>(harness.Write().Failure);
        var retire = new RecordedReply<ReplicaState>();
        harness.Driver.Handle(new Retire(Samples.B.Replica, isForced: true, retire), harness.Now);
        Assert.IsType<SnapshotInstalling>(retire.Failure);
        harness.Driver.Receive(new PullRequest(Samples.B, Samples.A, 1, [new Dot(Samples.A, 1)]), harness.Now);
        Assert.IsType<PullRequest>(Assert.Single(harness.Shell.Requests));

        harness.Commit(commit);
        Assert.Equal(9UL, harness.Disk.State.Clock[Samples.B]);
        Assert.Null(harness.Write().Failure);
    }

    [Fact]
    public void Requests_wait_for_their_context_as_many_as_may()
    {
        var harness = new DriverHarness(maxContextWaiters: 1);
        harness.Meet();
        var (first, second) = (new RecordedReply<VectorClock>(), new RecordedReply<VectorClock>());
        harness.Driver.Handle(new AwaitContext(CausalContext.Of(new Dot(Samples.B, 1)), first), harness.Now);
        harness.Driver.Handle(new AwaitContext(CausalContext.Of(new Dot(Samples.B, 1)), second), harness.Now);
        Assert.IsType<TooManyContextWaiters>(second.Failure);

        harness.Driver.Receive(
            new UpdateBatch(Samples.B, VectorClock.Empty, [Samples.Update(new Dot(Samples.B, 1))], false), harness.Now);
        Assert.Equal(0, first.Answers);
        harness.Settle();

        Assert.Equal(1UL, first.Result![Samples.B]);
    }

    private static int Pushed(DriverHarness harness) =>
        harness.Shell.Sent.Select(sent => sent.Message).OfType<UpdateBatch>().Sum(batch => batch.Updates.Length);
}
