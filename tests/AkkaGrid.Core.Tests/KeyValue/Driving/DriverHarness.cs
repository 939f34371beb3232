using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

/// <summary>A driver of replica "a" whose turns end, and whose commits are done, when a test says so.</summary>
internal sealed class DriverHarness
{
    private readonly MemoryStorage _disk;

    public DriverHarness(
        ReplicaOptions? replica = null,
        long maxPendingBytes = long.MaxValue,
        int maxContextWaiters = 10,
        bool lab = true,
        MemoryStorage? disk = null)
    {
        _disk = disk ?? new MemoryStorage();
        Links = new LinkGate(Samples.A.Replica, new Random(1));
        Driver = new ReplicaDriver(
            Samples.A,
            _disk,
            new DriverOptions
            {
                Replica = replica ?? new ReplicaOptions(),
                MaxPendingBytes = maxPendingBytes,
                MaxContextWaiters = maxContextWaiters,
                Lab = lab,
            },
            Links,
            Shell,
            Shell,
            Now);
        Driver.Start();
    }

    public RecordingShell Shell { get; } = new();

    public LinkGate Links { get; }

    public ReplicaDriver Driver { get; }

    public MemoryStorage Disk => _disk;

    public Moment Now { get; set; } = new(DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));

    /// <summary>
    /// Lets the replica set know "b", with what that has. Without a clock that is nothing, and "a" is admitted.
    /// </summary>
    public void Meet(VectorClock? clock = null)
    {
        Settle();
        Shell.Reachable = [Samples.B.Replica];
        Driver.Tick(Now);
        Driver.Receive(Announcement(clock ?? VectorClock.Empty), Now);
        Driver.Tick(Now);
        Settle();
    }

    /// <summary>
    /// Has "a" merge a state of "b", which is empty otherwise. The options must make a snapshot of two missing updates.
    /// </summary>
    public void Merge(ReplicaCut cut)
    {
        Driver.Receive(Announcement(cut.Clock), Now);
        for (var tick = 0; tick < 3; tick++)
            Driver.Tick(Now);
        Settle();
        var request = Shell.Sent.Select(sent => sent.Message).OfType<SnapshotRequest>().Last();
        Driver.Receive(new SnapshotChunk(Samples.B, Samples.A, request.SnapshotId, cut, null, [], IsLast: true), Now);
        Settle();
    }

    /// <summary>The announcement of "b", which counts "a".</summary>
    public ClockAnnouncement Announcement(VectorClock clock) => new(
        Samples.B,
        clock,
        new MembershipView(_disk.State.Set.With(new Member(Samples.B, new HybridTimestamp(7))), VectorClock.Empty)
        {
            IsSeed = true
        });

    public RecordedWrite Write(
        WriteConcern concern = WriteConcern.Local, string? ifMatch = null, CausalContext? context = null)
    {
        var reply = new RecordedWrite(Shell);
        Handle(reply, concern, ifMatch, context);
        return reply;
    }

    public void Handle(
        RecordedWrite reply,
        WriteConcern concern = WriteConcern.Local,
        string? ifMatch = null,
        CausalContext? context = null) =>
        Driver.Handle(
            new Write(
                new WriteRequest([Samples.Put("x", "1")])
                {
                    Context = context ?? CausalContext.Empty,
                    Concern = concern,
                    Condition = Precondition.Of(ifMatch),
                },
                reply),
            Now);

    /// <summary>Ends the turn.</summary>
    /// <returns>What is to be written; null where nothing is, or something is being written.</returns>
    public TurnCommit? EndTurn()
    {
        Driver.EndTurn(Now);
        return Shell.Commits.TryDequeue(out var commit) ? commit : null;
    }

    public void Commit(TurnCommit commit)
    {
        commit.WriteAll();
        Driver.Committed(commit, Now);
    }

    /// <summary>Ends turns and commits them until nothing is left to do.</summary>
    public void Settle()
    {
        while (EndTurn() is { } commit)
            Commit(commit);
    }
}
