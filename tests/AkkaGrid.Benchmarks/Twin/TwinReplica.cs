using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Benchmarks.Twin;

/// <summary>
/// What is left of a replica without causality: the same turns, the same batches to the same peers, the same clock of what
/// is delivered (for acknowledgement needs it), but an update names no dependencies and waits for nothing; each key has one
/// version, and the last writer wins.
/// </summary>
internal sealed class TwinReplica
{
    private readonly Incarnation _self;
    private readonly IReplicaStorage _storage;
    private readonly ReplicaOptions _options;
    private readonly Dictionary<Key, (VersionSet Versions, long Turn)> _pending = [];
    private readonly Dictionary<Incarnation, ulong> _delivered = [];
    private readonly HashSet<ReplicaId> _peers = [];
    private Dictionary<Key, VersionSet> _versions = [];
    private List<Update> _log = [];
    private List<ReplicaEffect> _effects = [];
    private ReplicaState _state;
    private HybridTimestamp _timestamp;
    private VectorClock _clock;
    private ulong _sequence;
    private long _turn = 1;

    public TwinReplica(Incarnation self, IReplicaStorage storage, ReplicaOptions options)
    {
        _self = self;
        _storage = storage;
        _options = options;
        _state = storage.Load(self);
        _state = _state with { Set = _state.Set.With(new Member(self, _state.Timestamp)) };
        _clock = _state.Clock;
        _timestamp = _state.Timestamp;
    }

    public bool HasWork => _log.Count > 0 || _effects.Count > 0;

    public void Write(ulong writeId, Write write, DateTimeOffset now)
    {
        _timestamp = _timestamp.Next(now);
        var update = new Update(new Dot(_self, ++_sequence), VectorClock.Empty, _timestamp, write.Mutations);
        Apply(update);
        _effects.Add(new WriteCommitted(writeId, update.Dot, _clock, true));
    }

    public void Receive(ReplicaMessage message)
    {
        _peers.Add(message.From.Replica);
        if (message is not UpdateBatch batch)
            return;
        foreach (var update in batch.Updates)
        {
            if (update.Dot.Sequence <= _delivered.GetValueOrDefault(update.Dot.Origin))
                continue;
            _timestamp = HybridTimestamp.Max(_timestamp, update.Timestamp);
            Apply(update);
        }
    }

    private MembershipView View => new(_state.Set, VectorClock.Empty);

    public void Tick() => _effects.Add(new Broadcast(new ClockAnnouncement(_self, _clock, View)));

    public Turn Seal()
    {
        _clock = _clock.Join(VectorClock.Of(_delivered.Select(entry => new Dot(entry.Key, entry.Value))));
        _state = _state with { Clock = _clock, Timestamp = _timestamp };
        var own = _log.Where(update => update.Dot.Origin == _self).ToList();
        var batches = UpdateBatches.Split(own, _options).ToList();
        foreach (var peer in _peers)
            _effects.AddRange(batches.Select(batch => new Send(peer, new UpdateBatch(_self, _clock, batch, WantsClock: false))));
        var turn = new Turn(
            _turn++,
            _log.Count == 0 ? null : new ChangeSet(_self, _state, _versions, _log, [], DropsStaged: false),
            null,
            _state,
            _effects);
        (_versions, _log, _effects) = ([], [], []);
        return turn;
    }

    public void Committed(Turn turn)
    {
        foreach (var key in turn.Changes?.Versions.Keys ?? [])
        {
            if (_pending[key].Turn == turn.Number)
                _pending.Remove(key);
        }
    }

    private void Apply(Update update)
    {
        foreach (var mutation in update.Mutations)
        {
            var held = _pending.TryGetValue(mutation.Key, out var entry) ? entry.Versions : _storage.Read(mutation.Key);
            var version = new KeyVersion(update.Dot, update.Timestamp, mutation.Value);
            if (held.Winner is { } winner && winner.CompareTo(version) > 0)
                continue;
            var versions = VersionSet.Of(version);
            _pending[mutation.Key] = (versions, _turn);
            _versions[mutation.Key] = versions;
        }

        _log.Add(update);
        _delivered[update.Dot.Origin] = update.Dot.Sequence;
    }
}
