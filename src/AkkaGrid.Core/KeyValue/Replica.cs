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
/// A replica of the store as a state machine: takes writes, messages and ticks, delivers updates in causal order, and
/// says per turn what to write to disk and what to send once it is there.
/// </summary>
/// <remarks>
/// The shell calls it from one thread, commits each sealed turn, reports it with <see cref="Committed"/>, and only then
/// carries out the turn's effects. It may go on feeding input meanwhile, except while <see cref="IsInstalling"/>.
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

    /// <summary>Starts a replica on what is on disk.</summary>
    /// <param name="self">This start: an incarnation that never was before.</param>
    /// <param name="storage">The disk.</param>
    /// <param name="options">The bounds within which it works.</param>
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

    /// <summary>What is delivered, on disk or on its way there.</summary>
    public VectorClock Delivered => _delivery.Delivered;

    /// <summary>Whether a turn has anything to write or to send.</summary>
    public bool HasWork => _turn.HasWork;

    /// <summary>Whether a snapshot is being merged: no input until its turn is committed.</summary>
    public bool IsInstalling { get; private set; }

    /// <summary>Whether a majority can be reached, and all that its members have announced is on disk here.</summary>
    public bool HasCaughtUp => _inspector.HasCaughtUp(_durable.Clock, _writes.Majority);

    /// <summary>Whether the replica takes writes: one with an empty disk has to be admitted first.</summary>
    public bool IsAdmitted => _admission.IsAdmitted;

    /// <summary>The members whose state a replica that is not admitted awaits; none where it has met none.</summary>
    public ImmutableArray<ReplicaId> AwaitedPeers => _admission.Awaited;

    /// <summary>The other seeds that a replica that is not admitted has met, and that are empty too.</summary>
    public ImmutableArray<ReplicaId> EmptySeeds => _admission.EmptySeeds;

    /// <summary>The size of what waits to be written, in bytes.</summary>
    public long PendingBytes => _turn.Bytes;

    /// <summary>How many updates have had to wait for their causes since this start.</summary>
    public long Stashed => _delivery.Stash.Waited;

    /// <summary>How many ticks have passed since the start.</summary>
    public long Ticks { get; private set; }

    /// <summary>The first update of each origin that waits here, with the cause that it waits for.</summary>
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

    /// <summary>Takes a write.</summary>
    /// <param name="writeId">Names the write in the effects that answer it.</param>
    /// <param name="request">The write.</param>
    /// <param name="now">The time, for the update's timestamp.</param>
    /// <exception cref="InvalidOperationException">The replica is not admitted.</exception>
    public void Write(ulong writeId, WriteRequest request, DateTimeOffset now)
    {
        if (!IsAdmitted)
            throw new InvalidOperationException("An empty replica takes no writes before it is admitted");
        _writes.Write(writeId, request, now);
    }

    /// <summary>Takes a message of another replica.</summary>
    /// <exception cref="ArgumentException">The message is of no kind that a replica answers.</exception>
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
                throw new ArgumentException($"{message.GetType().Name} is not for the replica", nameof(message));
        }
    }

    /// <summary>Takes updates that were kept back on their way here.</summary>
    public void Deliver(ImmutableArray<Update> updates)
    {
        foreach (var update in updates)
            _catchUp.Take(update.Dot.Origin, [update], Ticks);
    }

    /// <summary>Says which replicas can be reached now.</summary>
    public void Reachable(IEnumerable<ReplicaId> replicas) => _peers.Reach(replicas);

    /// <summary>Asks the members for a base that a message or a causal context names, until it is known.</summary>
    public void SeekBase(ulong name) => _compression.Seek(name, Ticks);

    /// <summary>Lets time pass: announces the clock, pulls what is missing, and collects garbage.</summary>
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
    /// <param name="requestId">Names the request in the effects that answer it.</param>
    /// <param name="name">The member.</param>
    /// <param name="isForced">Whether it goes although no majority of the members can be reached.</param>
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

    /// <summary>Stops waiting for replicas to confirm writes whose clients have given up.</summary>
    public void Forget(IReadOnlySet<ulong> writes) => _writes.Forget(writes);

    /// <summary>
    /// Takes what need not wait for the disk: a request for a range of updates. It announces nothing, for no replica is
    /// taken to have what it does not ask for, and the answer comes while the disk is busy. It is held back while as
    /// much as it brings waits for the disk already.
    /// </summary>
    public Send? TakeQuestion() => _turn.Bytes >= _options.PullBytes ? null : _catchUp.TakeQuestion();

    /// <summary>Ends the turn: what it holds is to be committed now, and the next one begins.</summary>
    public Turn Seal()
    {
        var state = Present;
        _turn.Effects.AddRange(_pushes.Of(_turn.Log, state.Clock, _writes.AnyPending));
        _turn.Effects.AddRange(_announcer.Announce(_turn, state, Ticks));
        var sealedTurn = _turn.Seal(_self, state, _delivery.Last);
        IsInstalling = sealedTurn.Installs is not null;
        return sealedTurn;
    }

    /// <summary>Notes that a turn is on disk.</summary>
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

        // The others lack what was reissued until they merge it: they are told at once.
        _turn.AnnouncesToAll = true;
    }

    /// <summary>How the replica stands, by what is on disk.</summary>
    public ReplicaStatus Status() => _inspector.Status(_durable, _reissued);

    /// <summary>Whether an update waits here for its causes.</summary>
    public bool Holds(Dot dot) => _delivery.Stash.Holds(dot);

    /// <summary>Explains where an update is, by what is on disk and what waits.</summary>
    public Explanation Explain(Dot dot) => _inspector.Explain(dot, _durable.Clock, Ticks);

    /// <summary>Says what is missing of a causal context, and whether it can still come.</summary>
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
            // It was superseded or retired, and may not know.
            _turn.Clocks.Add(announcement.From.Replica);
            return;
        }

        peer.Learn(announcement, Ticks);

        // One that does not name this start was made before it, however late it comes: it says nothing of what the
        // member has now.
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

    /// <summary>Goes on with a set that has changed.</summary>
    private void FollowSet()
    {
        _peers.Follow(Set);
        _turn.ChangesState = true;
        _turn.AnnouncesToAll = true;

        // Without a member that was retired, those that have a write may be enough.
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
