using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
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
public sealed class Replica
{
    private readonly Incarnation _self;
    private readonly IReplicaStorage _storage;
    private readonly ReplicaOptions _options;
    private readonly CausalStash<Update> _stash;
    private readonly PendingVersions _pendingVersions = new();
    private readonly PendingWrites _pendingWrites = new();
    private readonly RepairPlanner _repair;
    private readonly SnapshotReceiver _snapshots;
    private readonly SortedDictionary<ReplicaId, Peer> _peers = [];
    private readonly HashSet<ReplicaId> _reachable = [];
    private TurnBuilder _turn = new(1);
    private ReplicaState _durable;
    private ImmutableSortedDictionary<ReplicaId, Incarnation> _members;
    private HybridTimestamp _timestamp;
    private ulong _sequence;
    private long _tick;

    /// <summary>Starts a replica on what is on disk.</summary>
    /// <param name="self">This start: an incarnation that never was before.</param>
    /// <param name="storage">The disk.</param>
    /// <param name="options">The bounds within which it works.</param>
    public Replica(Incarnation self, IReplicaStorage storage, ReplicaOptions options)
    {
        _self = self;
        _storage = storage;
        _options = options;
        _durable = storage.Load(self);
        _timestamp = _durable.Timestamp;
        _members = _durable.Members.SetItem(self.Replica, self);
        _turn.ChangesMembers = true;
        _stash = new CausalStash<Update>(_durable.Clock, options.Stash);
        _repair = new RepairPlanner(self, options);
        _snapshots = new SnapshotReceiver(self, options);
        foreach (var member in _members.Values.Where(member => member.Replica != self.Replica))
            _peers.Add(member.Replica, new Peer(member));
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
            var reachable = _peers.Values.Where(peer => peer.IsReachable).ToList();
            return reachable.Count >= PendingWrites.Needed(WriteConcern.Majority, _options.ExpectedReplicas) - 1
                && reachable.All(peer => _durable.Clock.Covers(peer.Known));
        }
    }

    /// <summary>The size of what waits to be written, in bytes.</summary>
    public long PendingBytes => _turn.Bytes;

    private int ReplicaCount => Math.Max(_members.Count, _options.ExpectedReplicas);

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
        var update = new Update(new Dot(_self, ++_sequence), Delivered, _timestamp, mutations);
        _stash.Advance(update.Dot);
        Apply(update);
        var isAcknowledged = PendingWrites.Needed(concern, ReplicaCount) == 1;
        if (!isAcknowledged)
            _pendingWrites.Add(_sequence, writeId, concern);
        _turn.Effects.Add(new WriteCommitted(writeId, update.Dot, Delivered, isAcknowledged));
    }

    /// <summary>Takes a message of another replica.</summary>
    /// <exception cref="ArgumentException">The message is of no kind that a replica answers.</exception>
    public void Receive(ReplicaMessage message)
    {
        if (!Hears(message.From))
            return;
        switch (message)
        {
            case ClockAnnouncement announcement:
                Learn(announcement.From, announcement.Clock);
                break;
            case UpdateBatch batch:
                Deliver(batch.Updates);
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
            default:
                throw new ArgumentException($"{message.GetType().Name} is not for the replica", nameof(message));
        }
    }

    /// <summary>Takes updates, whoever brings them.</summary>
    public void Deliver(ImmutableArray<Update> updates)
    {
        foreach (var update in updates)
        {
            // Nobody else can know an update of this incarnation that this incarnation has not made.
            if (update.Dot.Origin != _self)
                _stash.Add(update.Dot, update.Dependencies, update, update.Bytes);
        }

        DeliverReady();
    }

    /// <summary>Says which replicas can be reached now.</summary>
    public void Reachable(IEnumerable<ReplicaId> replicas)
    {
        _reachable.Clear();
        _reachable.UnionWith(replicas);
        foreach (var peer in _peers.Values)
            peer.IsReachable = _reachable.Contains(peer.Name);
    }

    /// <summary>Lets time pass: announces the clock, and pulls what is missing.</summary>
    public void Tick()
    {
        _tick++;
        _turn.AnnouncesToAll = true;
        if (_snapshots.Tick(_tick) is { } request)
            _turn.Effects.Add(request);
        PlanRepair();
    }

    /// <summary>Stops waiting for replicas to confirm writes whose clients have given up.</summary>
    public void Forget(IReadOnlySet<ulong> writes) => _pendingWrites.Forget(writes);

    /// <summary>Ends the turn: what it holds is to be committed now, and the next one begins.</summary>
    public Turn Seal()
    {
        var installs = _turn.Installs;
        IsInstalling = installs is not null;
        var state = new ReplicaState(Delivered, _timestamp, _members);
        var changes = _turn.Changes(_self, state);
        AddPushes(state.Clock);
        if (_turn.AnnouncesToAll)
            _turn.Effects.Add(new Broadcast(new ClockAnnouncement(_self, state.Clock)));
        else
            _turn.Effects.AddRange(_turn.Clocks.Select(peer => new Send(peer, new ClockAnnouncement(_self, state.Clock))));
        var sealedTurn = new Turn(
            _turn.Number,
            changes,
            installs,
            installs is null ? state : state with { Clock = state.Clock.Join(installs) },
            _turn.Effects);
        _turn = new TurnBuilder(_turn.Number + 1);
        return sealedTurn;
    }

    /// <summary>Notes that a turn is on disk.</summary>
    public void Committed(Turn turn)
    {
        _durable = turn.State;
        _pendingVersions.Committed(turn.Changes?.Versions.Keys ?? [], turn.Number);
        if (turn.Installs is null)
            return;
        IsInstalling = false;
        _stash.AdvanceTo(turn.State.Clock);
        DeliverReady();
        PlanRepair();
    }

    /// <summary>How the replica stands, by what is on disk.</summary>
    public ReplicaStatus Status()
    {
        var behind = _peers.Values.Select(peer => (peer.Name, Lag: Lag(peer))).Where(peer => peer.Lag > 0).ToList();
        return new ReplicaStatus(
            _self,
            _durable.Clock,
            _stash.Count,
            _stash.Bytes,
            [.. _peers.Values.Select(peer => new PeerStatus(peer.Incarnation, peer.IsReachable, Lag(peer)))],
            _peers.Values.Aggregate(_durable.Clock, (stable, peer) => stable.Meet(peer.Known)),
            behind.Count == 0 ? null : behind.MaxBy(peer => peer.Lag).Name,
            _members);
    }

    /// <summary>Explains where an update stands, by what is on disk and what waits.</summary>
    public Explanation Explain(Dot dot) =>
        Explainer.Explain(dot, _durable.Clock.Covers(dot), _stash, _peers.Values, _repair.LastPull(_tick));

    private static bool Matches(VersionSet present, string ifMatch) =>
        ifMatch == "*" ? present.Winner?.Value is not null : ETag.Of(present) == ifMatch;

    private ulong Lag(Peer peer) => _durable.Clock.CountBeyond(peer.Known);

    private VersionSet Read(Key key) => _pendingVersions.Find(key) ?? _storage.Read(key);

    /// <summary>Notes who speaks; false where it is nobody to listen to.</summary>
    private bool Hears(Incarnation from)
    {
        if (from.Replica == _self.Replica)
        {
            if (from != _self)
                _turn.Effects.Add(new NameTaken(from));
            return false;
        }

        if (!_peers.ContainsKey(from.Replica))
            _peers.Add(from.Replica, new Peer(from) { IsReachable = _reachable.Contains(from.Replica) });
        if (_members.GetValueOrDefault(from.Replica) != from)
        {
            _members = _members.SetItem(from.Replica, from);
            _turn.ChangesMembers = true;
        }

        return true;
    }

    private void Learn(Incarnation from, VectorClock clock)
    {
        if (!_peers[from.Replica].Announced(from, clock) || !_pendingWrites.Any)
            return;
        var reached = _peers.Values.Select(peer => peer.Known[_self]);
        foreach (var writeId in _pendingWrites.Acknowledged(reached, ReplicaCount))
            _turn.Effects.Add(new WriteReplicated(writeId));
    }

    private void DeliverReady()
    {
        while (_stash.TryTake(out _, out var update))
        {
            _timestamp = HybridTimestamp.Max(_timestamp, update.Timestamp);
            Apply(update);
        }
    }

    private void Apply(Update update)
    {
        foreach (var mutation in update.Mutations)
        {
            var versions = Read(mutation.Key)
                .After(new KeyVersion(update.Dot, update.Timestamp, mutation.Value), update.Dependencies);
            _pendingVersions.Set(mutation.Key, versions, _turn.Number);
            _turn.Versions[mutation.Key] = versions;
        }

        _turn.Log.Add(update);
        _turn.Bytes += update.Bytes;
    }

    private void Take(PullAnswer answer)
    {
        var (before, waiting) = (Delivered, _stash.Count);
        Deliver(answer.Updates);
        Learn(answer.From, answer.Clock);
        var brought = !Delivered.Equals(before) || _stash.Count > waiting;
        if (!_repair.Answered(answer, brought, _tick))
            return;
        if (!answer.Unavailable.IsEmpty && !_snapshots.IsActive)
            _turn.Effects.Add(_snapshots.Begin(answer.From.Replica, _tick));
        PlanRepair();
    }

    private void PlanRepair()
    {
        if (_snapshots.IsActive || IsInstalling || _turn.Installs is not null)
            return;
        ImmutableArray<Peer> peers = [.. _peers.Values.Where(peer => peer.IsReachable)];
        if (_repair.Plan(_tick, Delivered, _stash.Holds, peers) is not { } plan)
            return;
        _turn.Effects.Add(plan.Request is null
            ? _snapshots.Begin(plan.Peer.Name, _tick)
            : new Send(plan.Peer.Name, plan.Request));
    }

    private void Take(SnapshotChunk chunk)
    {
        if (_snapshots.Receive(chunk, _tick) is not { } step)
            return;
        _turn.Stage(step);
        _timestamp = HybridTimestamp.Max(_timestamp, chunk.Timestamp);
        if (step.Next is not null)
            _turn.Effects.Add(step.Next);
    }

    /// <summary>Pushes the turn's own updates to the peers that can be reached and keep up; the others pull.</summary>
    private void AddPushes(VectorClock clock)
    {
        var own = _turn.Log.Where(update => update.Dot.Origin == _self).ToList();
        if (own.Count == 0)
            return;
        var batches = UpdateBatches.Split(own, _options).ToList();
        foreach (var peer in _peers.Values.Where(peer => peer.IsReachable))
        {
            var ahead = _sequence - peer.Known[_self];
            if (ahead > _options.PushWindow)
                continue;
            var wantsClock = _pendingWrites.Any || ahead > _options.PushWindow / 4;
            for (var i = 0; i < batches.Count; i++)
            {
                _turn.Effects.Add(new Send(
                    peer.Name, new UpdateBatch(_self, clock, batches[i], wantsClock && i == batches.Count - 1)));
            }
        }
    }
}
