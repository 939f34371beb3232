using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Admission;
using AkkaGrid.Core.KeyValue.Clocks;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Stability;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// The state machine of one replica of the store: it handles writes, messages and ticks, delivers updates in causal
/// order, and decides, turn by turn, what to write to disk and what to send after that.
/// </summary>
/// <remarks>
/// The shell calls it from one thread, commits each sealed turn, reports the commit with <see cref="Committed"/>, and
/// only then carries out the turn's effects. Until the commit is done it may call with more input, except while
/// <see cref="IsInstalling"/>.
/// </remarks>
internal sealed class Replica
{
    private const int UsurperTimeouts = 5;

    private readonly Incarnation _self;
    private readonly ReplicaOptions _options;
    private readonly OpenTurn _turn;
    private readonly Delivery _delivery;
    private readonly CatchUp _catchUp;
    private readonly PeerTable _peers;
    private readonly OwnMembership _membership;
    private readonly AdmissionCheck _admission;
    private readonly Retirements _retirements = new();
    private readonly GarbageCollector _garbage;
    private readonly ClockCompression _compression;
    private readonly WriteCoordinator _writes;
    private readonly UpdatePushes _pushes;
    private readonly Announcer _announcer;
    private readonly ReplicaInspector _inspector;
    private ReplicaState _durable;
    private ulong _reissued;

    /// <summary>Starts a replica from the state on disk.</summary>
    /// <param name="self">This start: an incarnation that was never used before.</param>
    /// <param name="storage">The disk.</param>
    /// <param name="options">The limits within which it works.</param>
    /// <param name="now">The time of the start.</param>
    public Replica(Incarnation self, IReplicaStorage storage, ReplicaOptions options, DateTimeOffset now)
    {
        _self = self;
        _options = options;
        _durable = storage.Load(self);
        var timestamp = _durable.Timestamp.Next(now);
        _membership = new OwnMembership(self, _durable.Set, timestamp);
        _admission = new AdmissionCheck(
            _durable.IsAdmitted || !_durable.Clock.IsEmpty, options.IsSeed, options.ExpectedReplicas);
        _turn = new OpenTurn(storage, _durable.Digest) { ChangesState = true };
        _peers = new PeerTable(self.Replica);
        _peers.Follow(_membership.Set);
        _garbage = new GarbageCollector(storage, options, _durable);
        _compression = new ClockCompression(self, storage.Bases, _durable);
        _delivery = new Delivery(self, _durable, timestamp, options, _turn, _garbage);
        _catchUp = new CatchUp(self, options, _turn, _delivery, _peers, _garbage.Guard);
        _writes = new WriteCoordinator(self, options, _turn, _delivery, _membership, _peers);
        _pushes = new UpdatePushes(self, _peers, options);
        _announcer = new Announcer(self, options.IsSeed, _membership, _peers, _admission, _compression);
        _inspector = new ReplicaInspector(
            self, options, storage.Bases, _compression, _delivery, _catchUp, _membership, _peers, _admission);
    }

    /// <summary>The clock of all delivered updates, on disk or not yet.</summary>
    public VectorClock Delivered => _delivery.Delivered;

    /// <summary>Whether the current turn has anything to write or to send.</summary>
    public bool HasWork => _turn.HasWork;

    /// <summary>Whether a snapshot is being merged: the replica takes no input until that turn is committed.</summary>
    public bool IsInstalling { get; private set; }

    /// <summary>
    /// Whether a majority can be reached, and everything that its members have announced is on disk here.
    /// </summary>
    public bool HasCaughtUp => _inspector.HasCaughtUp(_durable.Clock, _writes.Majority);

    /// <summary>Whether the replica takes writes: one with an empty disk must be admitted first.</summary>
    public bool IsAdmitted => _admission.IsAdmitted;

    /// <summary>The members whose state a replica that is not admitted must merge; none where it met none.</summary>
    public ImmutableArray<ReplicaId> AwaitedPeers => _admission.Awaited;

    /// <summary>
    /// The other seeds that a replica that is not admitted yet has met and that also await admission.
    /// </summary>
    public ImmutableArray<ReplicaId> EmptySeeds => _admission.EmptySeeds;

    /// <summary>The size of the updates that wait for the disk, in bytes.</summary>
    public long PendingBytes => _turn.Bytes;

    /// <summary>How many updates have been stashed since this start.</summary>
    public long Stashed => _delivery.Stash.Waited;

    /// <summary>How many ticks have passed since the start.</summary>
    public long Ticks { get; private set; }

    /// <summary>The first stashed update of each origin, with the cause that it waits for.</summary>
    public IEnumerable<MissingCause> MissingCauses => _delivery.Stash.MissingCauses;

    private ReplicaSet Set => _membership.Set;

    private ReplicaState Present => new(Delivered, _delivery.Timestamp, Set)
    {
        Horizon = _garbage.Guard.Horizon,
        LogHorizon = _garbage.LogHorizon,
        IsAdmitted = IsAdmitted,
        LastDelete = _delivery.LastDelete,
        Digest = _turn.Digest,
    };

    /// <summary>Handles a write.</summary>
    /// <param name="writeId">Identifies the write in the effects that answer it.</param>
    /// <param name="request">The write.</param>
    /// <param name="now">The time, for the update's timestamp.</param>
    /// <exception cref="InvalidOperationException">The replica is not admitted.</exception>
    public void Write(ulong writeId, WriteRequest request, DateTimeOffset now)
    {
        if (!IsAdmitted)
            throw new InvalidOperationException("An empty replica takes no writes before it is admitted");
        _writes.Write(writeId, request, now);
    }

    /// <summary>Handles a message of another replica.</summary>
    /// <exception cref="ArgumentException">A replica does not handle this kind of message.</exception>
    public void Receive(ReplicaMessage message)
    {
        if (message.From.Replica == _self.Replica)
        {
            _membership.Hear(message.From, Ticks);
            return;
        }

        if (message is TransferMessage transfer && transfer.To != _self)
            return;
        switch (message)
        {
            case ClockAnnouncement announcement:
                Take(announcement);
                break;
            case UpdateBatch batch:
                _catchUp.Take(batch.From, batch.Updates, Ticks);
                Learn(batch.From, batch.Clock);
                if (batch.WantsClock)
                    _turn.Clocks.Add(batch.From.Replica);
                break;
            case PullAnswer answer:
                var isOver = _catchUp.Take(answer, Ticks);
                Learn(answer.From, answer.Clock);
                if (isOver)
                    _catchUp.Plan(Ticks);
                break;
            case SnapshotChunk chunk:
                _catchUp.Take(chunk, Ticks);
                break;
            case SnapshotExpired expired:
                _catchUp.Take(expired);
                break;
            case BaseAnswer answer:
                _turn.ChangesState |= _compression.Learn(answer, Ticks);
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} is not handled by a replica", nameof(message));
        }
    }

    /// <summary>Delivers updates that the lab's links had held back or delayed.</summary>
    public void Deliver(ImmutableArray<Update> updates)
    {
        foreach (var update in updates)
            _catchUp.Take(update.Dot.Origin, [update], Ticks);
    }

    /// <summary>Sets which replicas can be reached now.</summary>
    public void Reachable(IEnumerable<ReplicaId> replicas) => _peers.Reach(replicas);

    /// <summary>Requests a base that a message or a causal context names from the members, until it is known.</summary>
    public void SeekBase(ulong name) => _compression.Seek(name, Ticks);

    /// <summary>Handles a tick: announces the clock, pulls missing updates, and collects garbage.</summary>
    /// <param name="now">The time since a fixed moment, which never goes back.</param>
    public void Tick(TimeSpan now)
    {
        Ticks++;
        _turn.AnnouncesToAll = true;
        _catchUp.Tick(Ticks);
        _peers.CountAnnouncements(_durable.Clock);
        ReturnToSet();
        _turn.ChangesState |= _admission.Update(_durable.Clock, Set);
        _turn.Effects.AddRange(_compression.Ask(Ticks));
        _catchUp.Plan(Ticks);
        _delivery.DropUndeliverable(_peers, Ticks);
        if (_turn.Merges is null && IsAdmitted && _inspector.IsSetKnown && Set.IsCurrent(_self))
        {
            CollectGarbage(now);
            _catchUp.Compare(_durable.Clock, _durable.Digest, Ticks);
        }

        foreach (var requestId in _retirements.Completed(_durable.Set, _peers.Reachable))
            _turn.Effects.Add(new RetireCompleted(requestId));
    }

    /// <summary>Retires a member: it does not count until a new start of its name enters the set.</summary>
    /// <param name="requestId">Identifies the request in the effects that answer it.</param>
    /// <param name="name">The member.</param>
    /// <param name="isForced">Whether it is retired although no majority of the members can be reached.</param>
    public void Retire(ulong requestId, ReplicaId name, bool isForced)
    {
        var member = Set.Find(name);
        if (Retirements.Judge(member, _self.Replica, Set, _peers.ReachableNames, isForced) is { } refusal)
        {
            _turn.Effects.Add(new RetireRefused(requestId, refusal));
            return;
        }

        _membership.Retire(member!);
        FollowSet();
        _retirements.Add(requestId, Set.Find(name)!);
    }

    /// <summary>Removes pending writes whose clients no longer wait.</summary>
    public void Forget(IReadOnlySet<ulong> writes) => _writes.Forget(writes);

    /// <summary>
    /// Removes and returns a planned pull request, which need not wait for the disk: it announces nothing, because no
    /// replica concludes from it what this one has, and the answer arrives while the disk is busy. It is held back
    /// while as many bytes as it would bring already wait for the disk.
    /// </summary>
    public Send? TakeQuestion() => _turn.Bytes >= _options.PullBytes ? null : _catchUp.TakeQuestion();

    /// <summary>Ends the turn, which is to be committed now, and begins the next one.</summary>
    public Turn Seal()
    {
        var state = Present;
        _turn.Effects.AddRange(_pushes.Of(_turn.Log, state.Clock, _writes.AnyPending));
        _turn.Effects.AddRange(_announcer.Announce(_turn, state, Ticks));
        var sealedTurn = _turn.Seal(_self, state, _delivery.Last);
        IsInstalling = sealedTurn.Installs is not null;
        return sealedTurn;
    }

    /// <summary>Records that a turn is on disk.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="state">
    /// The state on disk: that of the turn, or, where it merged a snapshot, the state after the merge.
    /// </param>
    public void Committed(Turn turn, ReplicaState state)
    {
        _durable = state;
        _turn.Committed(turn, state);
        if (turn.Installs is not { } installation)
            return;
        IsInstalling = false;
        _reissued += state.Clock[_self] - installation.Last.Sequence;
        _garbage.Load(state);
        _delivery.Merged(state);
        _catchUp.Merged();
        _catchUp.Plan(Ticks);

        // The other members lack the reissued versions until they merge them: announce them at once.
        _turn.AnnouncesToAll = true;
    }

    /// <summary>The status of the replica, as of its last commit.</summary>
    public ReplicaStatus Status() => _inspector.Status(_durable, _reissued);

    /// <summary>Whether an update is stashed here.</summary>
    public bool Holds(Dot dot) => _delivery.Stash.Holds(dot);

    /// <summary>Explains whether and why an update is visible here, from the durable state and the stash.</summary>
    public Explanation Explain(Dot dot) => _inspector.Explain(dot, _durable.Clock, Ticks);

    /// <summary>Finds the missing updates of a causal context, and whether they can still arrive.</summary>
    /// <param name="context">The context.</param>
    /// <param name="since">The tick at which the request began to wait for it.</param>
    public MissingContext Missing(CausalContext context, long since) =>
        _inspector.Missing(context, _durable.Clock, since);

    private void Take(ClockAnnouncement announcement)
    {
        var seen = _delivery.Timestamp;
        if (_membership.Join(announcement.View.Set, Ticks, ref seen))
            FollowSet();
        _delivery.Saw(seen);
        if (!_peers.TryGet(announcement.From, out var peer))
        {
            // That start was superseded or retired, and may not know it.
            _turn.Clocks.Add(announcement.From.Replica);
            return;
        }

        peer.Learn(announcement, Ticks);

        // An announcement that does not name this start as current was made before this start entered the set, however
        // late it arrives: it does not show what the member has now.
        if (announcement.View.Set.IsCurrent(_self))
            _admission.Observe(announcement);
        Learn(announcement.From, announcement.Clock);
    }

    private void ReturnToSet()
    {
        var seen = _delivery.Timestamp;
        if (_membership.TryReturn(Ticks, UsurperTimeouts * _options.RepairTimeoutTicks, ref seen))
            FollowSet();
        _delivery.Saw(seen);
    }

    /// <summary>Updates the peers to match a replica set that has changed.</summary>
    private void FollowSet()
    {
        _peers.Follow(Set);
        _turn.ChangesState = true;
        _turn.AnnouncesToAll = true;

        // After a member was retired, fewer replicas may be enough for a pending write.
        _writes.Acknowledge();
        if (_membership.Usurper is { } usurper)
            _turn.Effects.Add(new NameTaken(usurper));
    }

    private void Learn(Incarnation from, VectorClock clock)
    {
        if (_peers.TryGet(from, out var peer) && peer.Learn(clock))
            _writes.Acknowledge();
    }

    private void CollectGarbage(TimeSpan now)
    {
        if (_garbage.Collect(
            _turn, _durable, new CausalStability(_durable.Clock, _durable.Horizon, _peers), Ticks, now))
            _delivery.DropRefused();
        if (Ticks % _options.BaseTicks == 0
            && _compression.Choose(Delivered, _garbage.Guard.Horizon, Set, _peers) is { } chosen)
        {
            _delivery.Stash.Rebase(chosen.Clock.Base);
            _garbage.Rebase(chosen.Horizon, chosen.Clock);
            _turn.ChangesState = true;
        }
    }
}
