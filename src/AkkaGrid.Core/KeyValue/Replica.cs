using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Rejoining;
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
    private readonly Incarnation _self;
    private readonly IReplicaStorage _storage;
    private readonly ReplicaOptions _options;
    private readonly CausalStash<Update> _stash;
    private readonly PendingVersions _pendingVersions = new();
    private readonly PendingWrites _pendingWrites = new();
    private readonly RepairPlanner _repair;
    private readonly SnapshotReceiver _snapshots;
    private readonly PeerTable _peers;
    private readonly Settlement _settlement;
    private readonly Retirements _retirements = new();
    private readonly Forgetting _forgetting;
    private readonly StrayLog _strays;
    private Send? _question;
    private TurnBuilder _turn = new(1);
    private ReplicaState _durable;
    private ReplicaSet _set;
    private SnapshotGround? _ground;
    private Update? _first;
    private ImmutableArray<Incarnation> _heldBack = [];
    private HybridTimestamp _timestamp;
    private ulong _sequence;
    private long _tick;
    private bool _isSuperseded;

    /// <summary>Starts a replica on what is on disk.</summary>
    /// <param name="self">This start: an incarnation that never was before.</param>
    /// <param name="storage">The disk.</param>
    /// <param name="options">The bounds within which it works.</param>
    /// <param name="now">The time of the start.</param>
    public Replica(Incarnation self, IReplicaStorage storage, ReplicaOptions options, DateTimeOffset now)
    {
        _self = self;
        _storage = storage;
        _options = options;
        _durable = storage.Load(self);
        _timestamp = _durable.Timestamp.Next(now);
        _set = _durable.Set.With(new Member(self, _timestamp));
        _turn.ChangesState = true;
        _stash = new CausalStash<Update>(_durable.Coverage, options.Stash);
        _repair = new RepairPlanner(self, options);
        _snapshots = new SnapshotReceiver(self, options);
        _peers = new PeerTable(self.Replica);
        _peers.Follow(_set);
        _settlement = new Settlement(self);
        _forgetting = new Forgetting(storage, options);
        _forgetting.Load(_durable);
        _strays = new StrayLog(storage, _durable.Strays);
    }

    /// <summary>What is delivered, on disk or on its way there.</summary>
    public VectorClock Delivered => _stash.Delivered;

    /// <summary>Whether a turn has anything to write or to send.</summary>
    public bool HasWork => _turn.HasWork;

    /// <summary>Whether a snapshot is being taken over: no input until its turn is committed.</summary>
    public bool IsInstalling { get; private set; }

    /// <summary>
    /// Whether enough peers can be reached to be part of a majority, and all that they have announced is on disk here.
    /// </summary>
    public bool HasCaughtUp
    {
        get
        {
            var reachable = _peers.Reachable.ToList();
            return reachable.Count >= PendingWrites.Needed(WriteConcern.Majority, ReplicaCount) - 1
                && reachable.All(peer => _durable.Coverage.Covers(peer.Known));
        }
    }

    /// <summary>
    /// Whether the set can take what this start writes. Until then peers are told nothing of it: no pull and no request for
    /// a snapshot is answered.
    /// </summary>
    public bool IsSettled => _settlement.IsSettled;

    /// <summary>The size of what waits to be written, in bytes.</summary>
    public long PendingBytes => _turn.Bytes;

    /// <summary>How many updates have had to wait for their causes since this start.</summary>
    public long Stashed => _stash.Waited;

    private Coverage Coverage => new(Delivered, _forgetting.Folds);

    /// <summary>Until a replica has met another it cannot tell who else there is.</summary>
    private bool IsSetKnown => _set.Count > 1 || _options.ExpectedReplicas == 1;

    private int ReplicaCount => IsSetKnown ? _set.ActiveCount : _options.ExpectedReplicas;

    /// <summary>Whether this replica is of one history with the set, and knows whom that counts.</summary>
    private bool MayForget =>
        IsSetKnown && !IsInstalling && _turn.Installs is null && _settlement.Host is null && _settlement.IsSettledAmong(_set);

    private CausalStability Stability => new(_set, _durable.Coverage, _peers);

    private Prospects Prospects => new(_stash, _heldBack, _set, Stability, _forgetting.Folds);

    /// <summary>Takes a write.</summary>
    /// <param name="writeId">Names the write in the effects that answer it.</param>
    /// <param name="mutations">The changes, at least one, at most one for a key.</param>
    /// <param name="concern">When it counts as acknowledged.</param>
    /// <param name="ifMatch">The <see cref="ETag"/> that the first key must have, <c>*</c> for any value; null for no condition.</param>
    /// <param name="now">The time, for the update's timestamp.</param>
    public void Write(
        ulong writeId, ImmutableArray<Mutation> mutations, WriteConcern concern, string? ifMatch, DateTimeOffset now)
    {
        if (ifMatch is not null && Read(mutations[0].Key) is var present && !Matches(present, ifMatch))
        {
            _turn.Effects.Add(new WriteRefused(writeId, present));
            return;
        }

        _timestamp = _timestamp.Next(now);
        var dot = Append(new Update(new Dot(_self, _sequence + 1), Delivered, _timestamp, mutations));
        var isAcknowledged = PendingWrites.Needed(concern, ReplicaCount) == 1;
        if (!isAcknowledged)
            _pendingWrites.Add(_sequence, writeId, concern);
        _turn.Effects.Add(new WriteCommitted(writeId, dot, Delivered, isAcknowledged));
    }

    /// <summary>Takes a message of another replica.</summary>
    /// <exception cref="ArgumentException">The message is of no kind that a replica answers.</exception>
    public void Receive(ReplicaMessage message)
    {
        if (message.From.Replica == _self.Replica)
        {
            Meet(message);
            return;
        }

        if (message is ClockAnnouncement word)
            Follow(word.Outlook.Set);
        if (!_set.IsCurrent(message.From))
        {
            // It was superseded or retired, and may not know.
            if (_set.Find(message.From.Replica) is not null)
                _turn.Clocks.Add(message.From.Replica);
            return;
        }

        switch (message)
        {
            case ClockAnnouncement announcement:
                Take(announcement);
                break;
            case UpdateBatch batch:
                DeliverFrom(batch.Updates);
                Learn(batch.From, batch.Clock);
                if (batch.WantsClock)
                    _turn.Clocks.Add(batch.From.Replica);
                break;
            case PullAnswer answer:
                Take(answer);
                break;
            case SnapshotChunk chunk:
                Take(chunk);
                break;
            case SnapshotGone gone:
                _snapshots.Gone(gone);
                break;
            case FoldsRequest request:
                _turn.Effects.Add(new Send(request.From.Replica, new FoldsAnswer(_self, [.. _durable.Folds.All.Where(fold => fold.IsAgreed)])));
                break;
            case FoldsAnswer answer:
                _peers[answer.From.Replica].Learn(Folds.Of(answer.Folds));
                Settle();
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} is not for the replica", nameof(message));
        }
    }

    /// <summary>Takes updates that were kept back on their way here.</summary>
    public void Deliver(ImmutableArray<Update> updates) => DeliverFrom(updates);

    /// <summary>Says which replicas can be reached now.</summary>
    public void Reachable(IEnumerable<ReplicaId> replicas) => _peers.Reach(replicas, _set);

    /// <summary>Says of which incarnations updates are kept back on their way here, and will still come.</summary>
    public void HeldBack(IEnumerable<Incarnation> origins) => _heldBack = [.. origins.Distinct()];

    /// <summary>Lets time pass: announces the clock, pulls what is missing, and forgets what nobody needs any more.</summary>
    /// <param name="now">The time.</param>
    public void Tick(DateTimeOffset now)
    {
        _tick++;
        _turn.AnnouncesToAll = true;
        if (_snapshots.Tick(_tick) is { } request)
            _turn.Effects.Add(request);
        Settle();
        _strays.Reread();
        Restate();
        PlanRepair();
        _peers.Witness(_durable.Coverage);
        Forget(now);
        foreach (var requestId in _retirements.Completed(_durable.Clock, _durable.Set))
            _turn.Effects.Add(new RetireCompleted(requestId));
    }

    /// <summary>Takes a member out of the replica set, once all others have the same of its updates.</summary>
    /// <param name="requestId">Names the request in the effects that answer it.</param>
    /// <param name="name">The member.</param>
    /// <param name="isForced">Whether it goes although no majority of the members can be reached.</param>
    public void Retire(ulong requestId, ReplicaId name, bool isForced)
    {
        var member = _set.Find(name);
        if (Retirements.Judge(member, _self.Replica, _set, _peers.ReachableNames, isForced) is { } refusal)
        {
            _turn.Effects.Add(new RetireRefused(requestId, refusal));
            return;
        }

        Follow(_set.With(member! with { Standing = Standing.Retired }));
        _turn.AnnouncesToAll = true;
        _retirements.Add(requestId, name);
    }

    /// <summary>Stops waiting for replicas to confirm writes whose clients have given up.</summary>
    public void Forget(IReadOnlySet<ulong> writes) => _pendingWrites.Forget(writes);

    /// <summary>
    /// Takes what need not wait for the disk: a request for a range of updates. It announces nothing, for nobody takes a
    /// replica to have what it does not ask for, and the answer comes while the disk is busy. It is held back while as much
    /// as it brings waits for the disk already.
    /// </summary>
    public Send? TakeQuestion()
    {
        if (_turn.Bytes >= _options.PullBytes)
            return null;
        var question = _question;
        _question = null;
        return question;
    }

    /// <summary>Ends the turn: what it holds is to be committed now, and the next one begins.</summary>
    public Turn Seal()
    {
        var state = Present;
        var changes = _turn.Changes(_self, state);
        AddPushes(state.Clock);
        if (_turn.AnnouncesToAll || _turn.Clocks.Count > 0)
            AddAnnouncements(Word(state));
        IsInstalling = _turn.Installs is not null;
        if (_turn.Installs is { } installation)
        {
            state = _settlement.After(installation, _ground!, state);
            if (installation.Replaces)
                _turn.Effects.Add(new Reborn("The replica has taken the state of its replica set in place of its own"));
        }

        var sealedTurn = new Turn(_turn.Number, changes, _turn.Installs, state, _turn.Effects);
        _turn = new TurnBuilder(_turn.Number + 1);
        return sealedTurn;
    }

    /// <summary>Notes that a turn is on disk.</summary>
    public void Committed(Turn turn)
    {
        _durable = turn.State;
        _pendingVersions.Committed(turn.Changes?.Versions.Keys ?? [], turn.Number);
        if (turn.Installs is { Replaces: false })
        {
            IsInstalling = false;
            _forgetting.Load(turn.State);
            _stash.FoldAll(turn.State.Coverage);
            _stash.AdvanceTo(turn.State.Clock);
            DeliverReady();
            PlanRepair();
        }

        Restate();
    }

    /// <summary>How the replica stands, by what is on disk.</summary>
    public ReplicaStatus Status() => new(
        _self,
        _durable.Clock,
        _stash.Count,
        _stash.Bytes,
        [.. _peers.Where(peer => _set.IsCurrent(peer.Incarnation))
            .Select(peer => new PeerStatus(peer.Incarnation, peer.IsReachable, peer.Lag(_durable.Clock)))],
        _durable.Stable,
        Stability.BlockedBy,
        _set.Newest)
    {
        Stashed = Stashed,
        Duplicates = _stash.Duplicates,
    };

    /// <summary>The first update of each origin that waits here, with the cause that it waits for.</summary>
    public IEnumerable<MissingCause> MissingCauses => _stash.MissingCauses;

    /// <summary>Whether an update waits here for its causes.</summary>
    public bool Holds(Dot dot) => _stash.Holds(dot);

    /// <summary>Explains where an update stands, by what is on disk and what waits.</summary>
    public Explanation Explain(Dot dot) =>
        Explainer.Explain(dot, _durable.Coverage, _stash, [.. _peers], _repair.LastPull(_tick));

    private static bool Matches(VersionSet present, string ifMatch) =>
        ifMatch == "*" ? present.Winner?.Value is not null : ETag.Of(present) == ifMatch;

    private ReplicaState Present => new(Delivered, _timestamp, _set)
    {
        Folds = _forgetting.Folds,
        Horizon = _forgetting.Horizon,
        Stable = _forgetting.Stable,
        LogHorizon = _forgetting.LogHorizon,
        Strays = _strays.Strays,
    };

    private VersionSet Read(Key key) => _pendingVersions.Find(key) ?? _storage.Read(key);

    /// <summary>Hears a replica of this one's own name: an earlier start that is still on its way, or somebody else.</summary>
    private void Meet(ReplicaMessage message)
    {
        if (message is ClockAnnouncement word && word.From != _self
            && word.Outlook.Set.Find(_self.Replica) is { } other && other.Incarnation == word.From
            && other.CompareTo(_set.Find(_self.Replica)) > 0)
        {
            _turn.Effects.Add(new NameTaken(word.From));
        }
    }

    /// <summary>Takes over what another knows of the set; where that counts this start no more, another start is due.</summary>
    private void Follow(ReplicaSet set)
    {
        var joined = _set.Join(set);
        if (ReferenceEquals(joined, _set))
            return;
        foreach (var member in joined.Members.Where(member => member != _set.Find(member.Name)))
        {
            _timestamp = HybridTimestamp.Max(_timestamp, member.Started);
            _turn.Clocks.Add(member.Name);
        }

        _turn.Clocks.Remove(_self.Replica);
        _set = joined;
        _turn.ChangesState = true;
        _peers.Follow(_set);
        if (_set.IsCurrent(_self) || _isSuperseded)
            return;
        _isSuperseded = true;
        _turn.Effects.Add(new Reborn("The replica set does not count this start of the replica any more"));
    }

    private void Take(ClockAnnouncement word)
    {
        var peer = _peers[word.From.Replica];
        peer.Learn(word, _durable.Folds);
        if (!peer.AreFoldsKnown)
            _turn.Effects.Add(new Send(peer.Name, new FoldsRequest(_self)));
        Learn(word.From, word.Clock);
        Settle();
    }

    private void Learn(Incarnation from, VectorClock clock)
    {
        if (!_peers[from.Replica].Learn(clock) || !_pendingWrites.Any)
            return;
        var reached = _peers.Where(peer => _set.IsCurrent(peer.Incarnation)).Select(peer => peer.Known[_self]);
        foreach (var writeId in _pendingWrites.Acknowledged(reached, ReplicaCount))
            _turn.Effects.Add(new WriteReplicated(writeId));
    }

    /// <summary>Finds out whether this start is of one history with the set, and takes the set's where it is not.</summary>
    private void Settle()
    {
        if (IsInstalling || _turn.Installs is not null || (_snapshots.IsActive && _settlement.Host is not null))
            return;
        var wasSettled = _settlement.IsSettled;
        _settlement.Judge(_peers, _set, Coverage, new Coverage(_first?.Dependencies ?? Delivered, _forgetting.Folds), _forgetting.Stable);
        _turn.AnnouncesToAll |= _settlement.IsSettled && !wasSettled;
        if (_settlement.Host is { } host && !_snapshots.IsActive)
            _turn.Effects.Add(_snapshots.Begin(host, _tick));
    }

    private void DeliverFrom(ImmutableArray<Update> updates)
    {
        if (_settlement.Host is not null)
            return;
        foreach (var update in updates)
        {
            // Nobody else can know an update of this incarnation that this incarnation has not made.
            if (update.Dot.Origin != _self && !IsEstranged(update)
                && _stash.Add(update.Dot, update.Dependencies, update, update.Bytes) == StashOutcome.Ready)
            {
                DeliverReady();
            }
        }

        DeliverReady();
    }

    /// <summary>
    /// Whether an update was made without knowledge of tombstones that are collected here: its origin was not vetted, and
    /// will restate it. What an origin knows only grows, so its first update tells.
    /// </summary>
    private bool IsEstranged(Update update) =>
        update.Dot.Sequence == 1 && !new Coverage(update.Dependencies, _forgetting.Folds).Covers(_forgetting.Horizon);

    private void DeliverReady()
    {
        while (_stash.TryTake(out _, out var update))
        {
            _timestamp = HybridTimestamp.Max(_timestamp, update.Timestamp);
            Apply(update);
        }
    }

    /// <summary>Takes an update of this replica's own.</summary>
    private Dot Append(Update update)
    {
        _first ??= update;
        _sequence = update.Dot.Sequence;
        _stash.Advance(update.Dot);
        Apply(update);
        return update.Dot;
    }

    private void Apply(Update update)
    {
        foreach (var original in update.Restates?.Originals ?? [])
            CountRestated(original, update.IsRenewed);
        foreach (var mutation in update.Mutations)
            Set(mutation.Key, Read(mutation.Key).After(update, mutation, _forgetting.Folds));
        _turn.Log.Add(update);
        _turn.Bytes += update.Bytes;
    }

    private void Set(Key key, VersionSet versions)
    {
        _pendingVersions.Set(key, versions, _turn.Number);
        _turn.Versions[key] = versions;
    }

    private void CountRestated(RestatedUpdate original, bool isRenewed)
    {
        var origin = original.Dot.Origin;
        _forgetting.Restated(original, isRenewed);
        if (Delivered[origin] == 0)
            _stash.Fold(origin, _forgetting.Folds.EndOf(origin));
    }

    /// <summary>Brings back a part of what was left of an earlier history.</summary>
    private void Restate()
    {
        if (_strays.IsRead || !MayForget)
            return;
        var (stability, prospects) = (Stability, Prospects);

        // Otherwise this replica itself may have brought it back before it went back to an older disk, and have to learn so.
        if (!stability.IsComplete(prospects.Withheld))
            return;
        foreach (var update in _strays.Next(_options.RestateBatch).Where(update => !Coverage.Covers(update.Dot)))
        {
            if (_strays.IsRestatable(update, Coverage, EndsBefore, prospects.IsLost))
                Restate(update);
            else
                _strays.Wait(update);
        }

        DeliverReady();
        _turn.ChangesState |= _strays.Settle(Coverage);

        bool EndsBefore(Dot dot) => (_forgetting.Folds.EndsBefore(dot) || stability.IsGone(dot.Origin, prospects.Withheld))
            && stability.FallsToBringBack(_self.Replica, new Dot(dot.Origin, _strays.Strays.Last[dot.Origin]));
    }

    private void Restate(Update update)
    {
        _timestamp = _timestamp.Next(default);
        Append(_strays.Restate(update, new Dot(_self, _sequence + 1), Coverage, _timestamp, _forgetting.Horizon, Read));
    }

    private void Take(PullAnswer answer)
    {
        var (before, waiting) = (Delivered, _stash.Count);
        DeliverFrom(answer.Updates);
        Learn(answer.From, answer.Clock);
        var brought = !Delivered.Equals(before) || _stash.Count > waiting;
        if (!_repair.Answered(answer, brought, _tick))
            return;
        if (!answer.Unavailable.IsEmpty && !_snapshots.IsActive && IsSettled)
            _turn.Effects.Add(_snapshots.Begin(answer.From.Replica, _tick));
        PlanRepair();
    }

    private void PlanRepair()
    {
        if (_snapshots.IsActive || IsInstalling || _turn.Installs is not null || _settlement.Host is not null)
            return;
        if (_repair.Plan(_tick, Coverage, _stash.Holds, [.. _peers.Reachable]) is not { } plan || (plan.Request is null && !IsSettled))
            return;
        if (plan.Request is null)
            _turn.Effects.Add(_snapshots.Begin(plan.Peer.Name, _tick));
        else
            _question = new Send(plan.Peer.Name, plan.Request);
    }

    private void Take(SnapshotChunk chunk)
    {
        if (_snapshots.Receive(chunk, _tick) is not { } step)
            return;
        _turn.Stage(step);
        _timestamp = HybridTimestamp.Max(_timestamp, chunk.Timestamp);
        if (step.Next is not null)
        {
            _turn.Effects.Add(step.Next);
            return;
        }

        _ground = chunk.Ground;
        var snapshot = new Coverage(chunk.Clock, chunk.Ground!.Folds);
        _turn.Installs = new Installation(snapshot, _settlement.Host == chunk.From.Replica || Settlement.IsBeyondItsEnds(Delivered, snapshot));
    }

    /// <summary>Forgets what nobody needs any more.</summary>
    private void Forget(DateTimeOffset now)
    {
        if (!MayForget)
            return;
        _turn.ChangesState |= _forgetting.FoldEnded(Stability, Prospects.Withheld, _stash);
        _turn.ChangesState |= _forgetting.Advance(Stability, Prospects.Withheld, Delivered);
        var stable = new Coverage(Stability.Forgettable(_durable.Stable), _durable.Folds);
        foreach (var (dot, key) in _forgetting.Tombstones(stable))
        {
            _turn.Swept.Add(KeyValuePair.Create(dot, key));
            var versions = Read(key);
            if (!TombstoneSweep.IsCollectable(versions, stable))
                continue;
            _forgetting.Collected(versions);
            Set(key, VersionSet.Empty);
        }

        _turn.ChangesState |= _forgetting.TrimLog(stable, _tick, now);
    }

    /// <summary>Says how this replica stands. What it says is not in waiting here is not from then on.</summary>
    private ClockAnnouncement Word(ReplicaState state)
    {
        var prospects = Prospects;
        foreach (var origin in prospects.RuledOut)
            _stash.Drop(origin);
        return ClockAnnouncement.Of(_self, state, _settlement.IsSettled, prospects.Withheld);
    }

    /// <summary>Tells who waits for it how this replica stands.</summary>
    private void AddAnnouncements(ClockAnnouncement word)
    {
        if (_turn.AnnouncesToAll)
            _turn.Effects.Add(new Broadcast(word));
        else
            _turn.Effects.AddRange(_turn.Clocks.Select(peer => new Send(peer, word)));
    }

    /// <summary>Pushes the turn's own updates to the peers that can be reached and keep up; the others pull.</summary>
    private void AddPushes(VectorClock clock)
    {
        if (!_settlement.IsSettled)
            return;
        var own = _turn.Log.Where(update => update.Dot.Origin == _self).ToList();
        if (own.Count == 0)
            return;
        var batches = UpdateBatches.Split(own, _options).ToList();
        foreach (var peer in _peers.Reachable)
        {
            var ahead = _sequence - peer.Known[_self];
            if (ahead > _options.PushWindow)
                continue;
            var wantsClock = _pendingWrites.Any || peer.IsClockDue(_sequence, ahead, _options.PushWindow / 4);
            for (var i = 0; i < batches.Count; i++)
            {
                _turn.Effects.Add(new Send(
                    peer.Name, new UpdateBatch(_self, clock, batches[i], wantsClock && i == batches.Count - 1)));
            }
        }
    }
}
