using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Drives one start of a replica: handles the inputs of clients and peers, commits turns one at a time, and carries out
/// their effects once they are on disk. A state machine without threads, clock or network; an
/// <see cref="IReplicaShell"/> does its I/O.
/// </summary>
/// <remarks>
/// The shell calls it from one thread. A turn ends when everything that has arrived is handled, or when the commit
/// before it is done: inputs that arrive in between share one commit. After each call the shell reads
/// <see cref="WakeAt"/>.
/// </remarks>
public sealed class ReplicaDriver
{
    private readonly IReplicaStorage _storage;
    private readonly DriverOptions _options;
    private readonly IReplicaShell _shell;
    private readonly IReplicaObserver _observer;
    private readonly Replica _replica;
    private readonly OpenWrites _writes = new();
    private readonly OpenRequests<Retire> _retirements = new();
    private readonly KeySearches _searches;
    private readonly WaitingContexts _contexts;
    private readonly LabLinks _links;
    private readonly PeerInbox _inbox;
    private readonly TurnEffects _effects;
    private readonly TurnCycle _turns;
    private Moment _now;
    private string? _diskFailure;
    private bool _isAdmissionNoted;
    private bool _isLeaving;

    /// <summary>Starts a replica from the state on disk.</summary>
    /// <param name="self">This start: an incarnation that was never used before.</param>
    /// <param name="storage">The disk.</param>
    /// <param name="options">The limits within which it works.</param>
    /// <param name="links">The lab's links, which survive restarts of the replica.</param>
    /// <param name="shell">Does its I/O.</param>
    /// <param name="observer">Observes what it does.</param>
    /// <param name="now">The time of the start.</param>
    /// <exception cref="IOException">The disk cannot be read, or takes no writes.</exception>
    public ReplicaDriver(
        Incarnation self,
        IReplicaStorage storage,
        DriverOptions options,
        LinkGate links,
        IReplicaShell shell,
        IReplicaObserver observer,
        Moment now)
    {
        Self = self;
        (_storage, _options, _shell, _observer, _now) = (storage, options, shell, observer, now);
        _replica = new Replica(self, storage, options.Replica, now.WallTime);
        _searches = new KeySearches(self, storage, shell, observer);
        _contexts = new WaitingContexts(storage, options.MaxContextWaiters);
        _links = new LabLinks(links, self.Replica, storage, shell);
        _inbox = new PeerInbox(self, storage.Bases, _replica, _searches, _links, options, shell, observer);
        _turns = new TurnCycle(self, _replica, storage, shell, observer);
        _effects = new TurnEffects(storage, options.Replica, _writes, _retirements, shell, observer);
    }

    /// <summary>The start that it drives.</summary>
    public Incarnation Self { get; }

    /// <summary>The uptime at which the shell is to call <see cref="Wake"/>; null where nothing is due.</summary>
    public TimeSpan? WakeAt => _effects.WakeAt is { } push && !(_links.WakeAt < push) ? push : _links.WakeAt;

    /// <summary>Whether the replica takes writes: one with an empty disk must be admitted first.</summary>
    public bool IsAdmitted => _replica.IsAdmitted;

    /// <summary>The clock of all delivered updates, on disk or not yet.</summary>
    public VectorClock Delivered => _replica.Delivered;

    /// <summary>How many updates have been stashed since the start.</summary>
    public long Stashed => _replica.Stashed;

    /// <summary>The lab's links that do not simply pass updates on.</summary>
    public IReadOnlyList<Link> Links => _links.Links;

    /// <summary>The lab's links that end here, and how many updates each holds back.</summary>
    public ImmutableArray<HeldLink> IncomingLinks => _links.Incoming;

    /// <summary>The first stashed update of each origin, with the cause that it waits for.</summary>
    public IEnumerable<MissingCause> MissingCauses => _replica.MissingCauses;

    internal Replica Replica => _replica;

    /// <summary>Nothing may change the replica while it installs a snapshot, nor after its disk has failed.</summary>
    private bool IsClosed => _isLeaving || _replica.IsInstalling;

    private RequestFailure Closure => _isLeaving ? Starting : new SnapshotInstalling();

    private ReplicaStarting Starting => new(_diskFailure);

    /// <summary>Begins the first turn: it makes the start a member of the replica set.</summary>
    public void Start() => Continue();

    /// <summary>Handles a command of a client.</summary>
    public void Handle(ReplicaCommand command, Moment now) =>
        Run(static (driver, command) => driver.Dispatch(command), command, now);

    /// <summary>Handles a message of a peer.</summary>
    public void Receive(IPeerMessage message, Moment now) =>
        Run(static (driver, message) => driver._inbox.Take(message, driver.IsClosed, driver._now.Uptime), message, now);

    /// <summary>
    /// Handles a message of a peer that could not be decoded, because it names unknown clock bases. It counts as lost.
    /// </summary>
    public void Unreadable(ImmutableArray<ulong> bases, Moment now) =>
        Run(static (driver, bases) => driver.Seek(bases), bases, now);

    /// <summary>Handles a tick. The shell calls it at a fixed interval.</summary>
    public void Tick(Moment now) => Run(static (driver, _) => driver.OnTick(), default(ValueTuple), now);

    /// <summary>Does what is due at <see cref="WakeAt"/>. Called too early, it does nothing.</summary>
    public void Wake(Moment now) => Run(static (driver, _) => driver.OnWake(), default(ValueTuple), now);

    /// <summary>Ends the turn: see <see cref="IReplicaShell.EndTurnSoon"/>.</summary>
    public void EndTurn(Moment now) => Run(static (driver, _) => driver.OnEndTurn(), default(ValueTuple), now);

    /// <summary>Handles the end of a commit: all of a turn is on disk.</summary>
    public void Committed(TurnCommit commit, Moment now) =>
        Run(static (driver, commit) => driver.OnCommitted(commit), commit, now);

    /// <summary>Handles the failure of a commit: the turn may be on disk or not.</summary>
    public void Failed(TurnCommit commit, Exception error)
    {
        // Tell the shell first: a client that gets the failure and retries must find the disk failure recorded.
        Leave(error);
        _writes.Fail(commit.Turn, error.Message);
    }

    /// <summary>Stops the replica and answers all clients that wait. The driver must not be called again.</summary>
    public void Stop()
    {
        _isLeaving = true;
        _effects.PushAll();
        _writes.FailAll();
        _contexts.FailAll(Starting);
        _searches.FailAll(Starting);
        _links.FailAll(Starting);
        _retirements.FailAll(Starting);
    }

    /// <summary>The status of the replica, as of its last commit.</summary>
    public ReplicaStatus Status() => _replica.Status();

    /// <summary>Explains whether and why an update is visible here, from the durable state and the stash.</summary>
    public Explanation Explain(Dot dot) => _replica.Explain(dot);

    /// <summary>Whether an update is stashed here.</summary>
    public bool IsStashed(Dot dot) => _replica.Holds(dot);

    /// <summary>Whether an update has arrived: delivered, though perhaps not on disk yet, or stashed.</summary>
    public bool IsKnown(Dot dot) => Delivered.Covers(dot) || _replica.Holds(dot);

    /// <summary>The write with a number that a turn's effects name; null where it has been answered.</summary>
    public Write? FindWrite(ulong writeId) => _writes.Find(writeId);

    private void Run<T>(Action<ReplicaDriver, T> handle, T input, Moment now)
    {
        _now = now;
        try
        {
            handle(this, input);
        }
        catch (IOException error)
        {
            if (!_isLeaving)
                Leave(error);
        }

        Continue();
    }

    /// <summary>Sends a planned pull request, which need not wait for the disk, and lets the turn end soon.</summary>
    private void Continue()
    {
        if (_isLeaving)
            return;
        if (_replica.TakeQuestion() is { } question)
        {
            _observer.Pulled();
            _shell.Send(question.To, question.Message);
        }

        _turns.EndSoon();
    }

    private void Dispatch(ReplicaCommand command)
    {
        switch (command)
        {
            case Write write:
                Accept(write);
                break;
            case AwaitContext waiter:
                Await(waiter);
                break;
            case ExplainMissing explain:
                _replica.Reachable(_shell.Reachable);
                explain.Reply.Succeed(_replica.Missing(explain.Waiter.Context, explain.Waiter.Since));
                break;
            case CatchUp waiter:
                _contexts.Add(waiter);
                break;
            case FindKey find:
                _searches.Begin(find);
                break;
            case Retire or ChangeLink when IsClosed:
                command.Fail(Closure);
                break;
            case Retire retire:
                _replica.Retire(_retirements.Add(retire), retire.Name, retire.IsForced);
                break;
            case ChangeLink change:
                _inbox.Deliver(_links.Change(change));
                break;
            default:
                throw new NotSupportedException(command.GetType().Name);
        }
    }

    private void Await(AwaitContext waiter)
    {
        _contexts.Add(waiter, _replica.Ticks);
        Seek(_contexts.UnknownBases);
    }

    private void Seek(IEnumerable<ulong> bases)
    {
        foreach (var name in bases)
            _replica.SeekBase(name);
    }

    private void Accept(Write write)
    {
        if (!write.TryClaim())
            return;
        if (IsClosed)
            write.Fail(Closure);
        else if (_inbox.IsOverloaded)
            write.Fail(new DiskOverloaded());
        else if (!_replica.IsAdmitted)
            write.Fail(new AwaitingAdmission(_replica.AwaitedPeers, _replica.EmptySeeds, _options.Replica.OtherSeeds));
        else
            _replica.Write(_writes.Add(write), write.Request, _now.WallTime);
    }

    private void OnTick()
    {
        if (IsClosed)
            return;
        _replica.Reachable(_shell.Reachable);
        _replica.Tick(_now.Uptime);
        _replica.Forget(_writes.RemoveAbandoned());
        _retirements.RemoveAbandoned();
        _searches.RemoveAbandoned();
        _contexts.RemoveAbandoned();
        _links.RemoveAbandoned();
        if (_shell.HasHeardAll && _replica.HasCaughtUp)
            _contexts.CaughtUp();
        NoteAdmission();
    }

    private void OnWake()
    {
        _effects.Push(_now.Uptime);
        var due = _links.TakeDue(_now.Uptime);
        if (!IsClosed)
            _inbox.Deliver(due);
    }

    private void OnEndTurn()
    {
        // A failure may have left a turn half done: it must not reach the disk.
        if (!_isLeaving && _turns.End() is { } turn)
            CarryOut(turn, turn.State);
    }

    private void OnCommitted(TurnCommit commit)
    {
        _turns.Committed();
        CarryOut(commit.Turn, commit.State);
        _contexts.Advance(commit.State);
        NoteAdmission();
    }

    private void CarryOut(Turn turn, ReplicaState state)
    {
        _replica.Committed(turn, state);
        _effects.CarryOut(turn, _now.Uptime);
    }

    private void NoteAdmission()
    {
        if (_isAdmissionNoted || !_turns.HasCommitted || !IsAdmitted)
            return;
        _isAdmissionNoted = true;
        _shell.Admitted();
    }

    private void Leave(Exception error)
    {
        _isLeaving = true;
        _diskFailure ??= (error as IOException)?.Message;
        _shell.DiskFailed(error);
    }
}
