using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Testing.Simulation;

/// <summary>The real replica core on a disk in memory, with a shell as plain as can be.</summary>
public sealed class VirtualReplica
{
    private readonly ReplicaOptions _options;
    private readonly Action<ReplicaId, ReplicaId?, ReplicaMessage> _send;
    private readonly Dictionary<ulong, WriteCommitted> _committed = [];
    private RepairSource _source;
    private ulong _writes;
    private long _ticks;

    public VirtualReplica(
        ReplicaId name, ulong nonce, ReplicaOptions options, DateTimeOffset now, Action<ReplicaId, ReplicaId?, ReplicaMessage> send)
    {
        Name = name;
        _options = options;
        _send = send;
        Self = new Incarnation(name, nonce);
        Core = new Replica(Self, Disk, options, now);
        _source = new RepairSource(Self, Disk, options);
    }

    public ReplicaId Name { get; }

    public Incarnation Self { get; private set; }

    public MemoryStorage Disk { get; private set; } = new();

    public Replica Core { get; private set; }

    /// <summary>The writes that reached their concern.</summary>
    public HashSet<ulong> Acknowledged { get; } = [];

    /// <summary>The refusals of conditional writes.</summary>
    public Dictionary<ulong, VersionSet> Refused { get; } = [];

    /// <summary>All updates that were delivered here, in that order.</summary>
    public List<Update> History { get; } = [];

    /// <summary>The requests to retire a member that were carried out, and those that were refused.</summary>
    public Dictionary<ulong, RetireRefusal?> Retirements { get; } = [];

    /// <summary>Other live replicas that were seen under this one's name.</summary>
    public List<Incarnation> Impostors { get; } = [];

    public Dot Put(string key, string value, DateTimeOffset now) => Write(WriteConcern.Local, now, (key, value));

    public Dot Write(WriteConcern concern, DateTimeOffset now, params (string Key, string? Value)[] changes)
    {
        var writeId = Submit(concern, null, now, changes);
        return _committed[writeId].Dot;
    }

    /// <summary>Writes, and says under which number; the effects tell what came of it.</summary>
    public ulong Submit(WriteConcern concern, string? ifMatch, DateTimeOffset now, params (string Key, string? Value)[] changes)
    {
        Core.Write(++_writes, [.. changes.Select(Mutation)], concern, ifMatch, now);
        EndTurn();
        return _writes;
    }

    public string? Get(string key) =>
        Read(key).Winner?.Value is { } value ? System.Text.Encoding.UTF8.GetString(value.Bytes.Span) : null;

    public VersionSet Read(string key) => Disk.Read(Key.Create(Keyspace.User, key));

    public void Receive(ReplicaMessage message)
    {
        switch (message)
        {
            case PullRequest request:
                foreach (var answer in _source.Answer(request))
                    _send(Name, request.From.Replica, answer);
                break;
            case SnapshotRequest request:
                if (_source.Answer(request, _ticks) is { } chunk)
                    _send(Name, request.From.Replica, chunk);
                break;
            default:
                Core.Receive(message);
                EndTurn();
                break;
        }
    }

    public void Tick(IEnumerable<ReplicaId> reachable, DateTimeOffset now)
    {
        _ticks++;
        _source.Expire(_ticks);
        Core.Reachable(reachable);
        Core.Tick(now);
        EndTurn();
    }

    /// <summary>Stops without a word, and starts again on what is on disk.</summary>
    public void Restart(ulong nonce, DateTimeOffset now, MemoryStorage? disk = null)
    {
        _source.Dispose();
        Disk = disk ?? Disk;
        Self = new Incarnation(Name, nonce);
        Core = new Replica(Self, Disk, _options, now);
        _source = new RepairSource(Self, Disk, _options);
    }

    /// <summary>Asks for a member to be retired; <see cref="Retirements"/> tell what came of it.</summary>
    public ulong Retire(string name, bool isForced = false)
    {
        Core.Retire(++_writes, ReplicaId.Create(name), isForced);
        EndTurn();
        return _writes;
    }

    private static Mutation Mutation((string Key, string? Value) change) => new(
        Key.Create(Keyspace.User, change.Key),
        change.Value is null ? null : new Value(System.Text.Encoding.UTF8.GetBytes(change.Value), "text/plain"));

    private void EndTurn()
    {
        while (Core.HasWork)
        {
            var turn = Core.Seal();
            if (turn.Changes is not null)
                Disk.Commit(turn.Changes);
            Core.Committed(turn, turn.Installs is null ? turn.State : Disk.InstallStaged(Self, turn.Installs, turn.State));
            History.AddRange(turn.Changes?.Log ?? []);
            foreach (var effect in turn.Effects)
                CarryOut(effect);
        }

        if (Core.TakeQuestion() is { } question)
            CarryOut(question);
    }

    private void CarryOut(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send send:
                _send(Name, send.To, send.Message);
                break;
            case Broadcast broadcast:
                _send(Name, null, broadcast.Message);
                break;
            case WriteCommitted committed:
                _committed[committed.WriteId] = committed;
                if (committed.IsAcknowledged)
                    Acknowledged.Add(committed.WriteId);
                break;
            case WriteReplicated replicated:
                Acknowledged.Add(replicated.WriteId);
                break;
            case WriteRefused refused:
                Refused[refused.WriteId] = refused.Present;
                break;
            case RetireCompleted completed:
                Retirements[completed.RequestId] = null;
                break;
            case RetireRefused refused:
                Retirements[refused.RequestId] = refused.Refusal;
                break;
            case NameTaken taken:
                Impostors.Add(taken.Other);
                break;
            default:
                throw new NotSupportedException(effect.GetType().Name);
        }
    }
}
