using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// One start of a replica at a machine: a shell of the real driver in virtual time. A turn is sealed, is written to
/// disk, and is carried out, at three different times, and anything can happen between them.
/// </summary>
public sealed class VirtualStart : VirtualLife, IReplicaObserver
{
    private static readonly TimeSpan MailboxDrained = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan CommitReported = TimeSpan.FromMicroseconds(100);

    private readonly VirtualDisk _disk;
    private readonly ReplicaDriver _driver;
    private readonly ReplicaWitness _witness;
    private TurnCommit? _committing;
    private int _writes;
    private TimeSpan? _wakeAt;

    /// <exception cref="IOException">The disk takes no writes.</exception>
    public VirtualStart(VirtualNode node, VirtualWorld world, VirtualDisk disk, Incarnation self, Chance chance)
        : base(node, world, self)
    {
        _disk = disk;
        _driver = new ReplicaDriver(self, node.Storage, Unbounded.Of(node.Options), node.Links, this, this, Now);
        _witness = new ReplicaWitness(world.Witness, self, node.Storage, node.Seeds);
        _driver.Start();
        KeepTicking(FirstTick(chance));
    }

    /// <summary>How the replica stands.</summary>
    public ReplicaStatus Status => _driver.Status();

    /// <summary>Who looks into the replica.</summary>
    public ReplicaWitness Witness => _witness;

    private Moment Now => new(Node.WallTime, World.Time.Now);

    public void Handle(ReplicaCommand command)
    {
        _driver.Handle(command, Now);
        Arm();
    }

    /// <summary>Lets so many of the writes to disk that are under way still happen.</summary>
    public void Land(int writes)
    {
        while (_committing is not null && _writes < writes && !_disk.Storage.IsFull)
            WriteNext(_committing);
    }

    /// <summary>Ends, and does nothing more of what it was about to do.</summary>
    public override void End()
    {
        base.End();
        World.Witness.Stopped(Self);
    }

    /// <summary>Ends as a process does that goes on without it: who waits is answered.</summary>
    public void Stop()
    {
        _driver.Stop();
        End();
    }

    public override void Commit(TurnCommit commit)
    {
        (_committing, _writes) = (commit, 0);
        Later(Node.DiskLatency(), () => GoOn(commit));
    }

    public override void EndTurnSoon() => Later(MailboxDrained, () =>
    {
        _driver.EndTurn(Now);
        Arm();
    });

    public override void Admitted() => Node.Admitted = Self;

    public override void DiskFailed(Exception error) => Later(TimeSpan.Zero, Node.EnterReadOnlyMode);

    protected override void Take(IPeerMessage message)
    {
        _driver.Receive(
            message is ReplicaMessage replicaMessage ? World.Saboteur.Tamper(replicaMessage, Storage) : message, Now);
        Arm();
    }

    protected override void TakeUnreadable(ImmutableArray<ulong> bases)
    {
        World.Witness.UnreadableCount++;
        _driver.Unreadable(bases, Now);
        Arm();
    }

    protected override void OnTick()
    {
        _driver.Tick(Now);
        Arm();
    }

    void IReplicaObserver.Sealed(Turn turn)
    {
        _witness.Sealed(turn);
        foreach (var committed in turn.Effects.OfType<WriteCommitted>())
        {
            var write = WriteOf(committed.WriteId)!;
            write.Made(committed);
            World.Witness.Written(committed.Dot, write.WallTime);
        }

        if (World.Saboteur.SpeaksBeforeCommit)
            SpeakTooEarly(turn);
    }

    private IVirtualWrite? WriteOf(ulong writeId) => _driver.FindWrite(writeId)?.Reply as IVirtualWrite;

    /// <summary>Says behind the driver's back what is true only when the turn is on disk.</summary>
    private void SpeakTooEarly(Turn turn)
    {
        foreach (var effect in turn.Effects)
        {
            if (effect is Send send)
                Send(send.To, send.Message);
            else if (effect is Broadcast broadcast)
                SendToAll(broadcast.Message);
            else if (effect is WriteCommitted { IsAcknowledged: true } committed)
                WriteOf(committed.WriteId)?.Acknowledge();
        }
    }

    /// <summary>Wakes the driver when it is time.</summary>
    private void Arm()
    {
        if (_driver.WakeAt is not { } due || due >= _wakeAt)
            return;
        _wakeAt = due;
        Later(due - World.Time.Now, () =>
        {
            _wakeAt = null;
            _driver.Wake(Now);
            Arm();
        });
    }

    private void GoOn(TurnCommit commit)
    {
        try
        {
            WriteNext(commit);
        }
        catch (IOException error)
        {
            _committing = null;
            _driver.Failed(commit, error);
            return;
        }

        if (!commit.IsDone)
            Later(Node.DiskLatency(), () => GoOn(commit));
        else
            Later(CommitReported, () => Finish(commit));
    }

    /// <summary>Makes one of the writes of a turn: a crash may fall between them.</summary>
    private void WriteNext(TurnCommit commit)
    {
        var changes = _writes++ == 0 ? commit.Turn.Changes : null;
        commit.WriteNext();
        if (changes is not null)
            _witness.Committed(changes);
        else
            _witness.Merged(commit.Turn.Installs!.Last);
        _disk.Committed();
        if (commit.IsDone)
            _writes = int.MaxValue;
    }

    private void Finish(TurnCommit commit)
    {
        _committing = null;
        _driver.Committed(commit, Now);
        Arm();
    }
}
