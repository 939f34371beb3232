using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Benchmarks.Twin;

/// <summary>
/// What is left of a replica without causality: the same turns, by the same code, with the digest that finds members
/// that differ; the same batches to the same peers, the same clock of what is delivered (for acknowledgement needs it).
/// But an update names no dependencies and waits for nothing; each key has one version, and the last writer wins.
/// </summary>
internal sealed class TwinReplica
{
    private readonly Incarnation _self;
    private readonly ReplicaOptions _options;
    private readonly OpenTurn _turn;
    private readonly Dictionary<Incarnation, ulong> _delivered = [];
    private readonly HashSet<ReplicaId> _peers = [];
    private ReplicaState _state;
    private HybridTimestamp _timestamp;
    private VectorClock _clock;
    private ulong _sequence;

    public TwinReplica(Incarnation self, IReplicaStorage storage, ReplicaOptions options)
    {
        _self = self;
        _options = options;
        _state = storage.Load(self);
        _turn = new OpenTurn(storage, _state.Digest);
        _state = _state with { Set = _state.Set.With(new Member(self, _state.Timestamp)) };
        _clock = _state.Clock;
        _timestamp = _state.Timestamp;
    }

    public bool HasWork => _turn.HasWork;

    public void Write(ulong writeId, Write write, DateTimeOffset now)
    {
        _timestamp = _timestamp.Next(now);
        var update = new Update(new Dot(_self, ++_sequence), VectorClock.Empty, _timestamp, write.Request.Mutations);
        Apply(update);
        _turn.Effects.Add(new WriteCommitted(writeId, update.Dot, _clock, true));
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

    public void Tick() => _turn.Effects.Add(new Broadcast(new ClockAnnouncement(_self, _clock, View)));

    public Turn Seal()
    {
        _clock = _clock.Join(VectorClock.Of(_delivered.Select(entry => new Dot(entry.Key, entry.Value))));
        _state = _state with { Clock = _clock, Timestamp = _timestamp, Digest = _turn.Digest };
        var own = _turn.Log.Where(update => update.Dot.Origin == _self).ToList();
        var batches = UpdateBatches.Split(own, _options).ToList();
        foreach (var peer in _peers)
            _turn.Effects.AddRange(
                batches.Select(batch => new Send(peer, new UpdateBatch(_self, _clock, batch, WantsClock: false))));
        return _turn.Seal(_self, _state, new Dot(_self, _sequence));
    }

    public void Committed(Turn turn) => _turn.Committed(turn, turn.State);

    private void Apply(Update update)
    {
        foreach (var mutation in update.Mutations)
        {
            var held = _turn.Read(mutation.Key);
            var version = new KeyVersion(update.Dot, update.Timestamp, mutation.Value);
            if (held.Winner is { } winner && winner.CompareTo(version) > 0)
                continue;
            _turn.Store(mutation.Key, held, VersionSet.Of(version));
        }

        _turn.Add(update);
        _delivered[update.Dot.Origin] = update.Dot.Sequence;
    }
}
