using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Testing.Simulation;

/// <summary>A shell of the replica driver as plain as can be: its disk is in memory, and writes at once.</summary>
public sealed class VirtualReplica : IReplicaShell, IReplicaObserver
{
    private readonly ReplicaOptions _options;
    private readonly Action<ReplicaId, ReplicaId?, IPeerMessage> _send;
    private readonly LinkGate _links;
    private readonly Dictionary<ulong, Write> _writes = [];
    private readonly List<ReplicaId> _reachable = [];
    private RepairResponder _responder = null!;
    private TurnCommit? _commit;
    private ReplicaId _sender;
    private bool _isTurnEnding;
    private Moment _now;
    private ulong _requests;

    public VirtualReplica(
        ReplicaId name,
        ulong nonce,
        ReplicaOptions options,
        DateTimeOffset now,
        Action<ReplicaId, ReplicaId?, IPeerMessage> send)
    {
        Name = name;
        _options = options;
        _send = send;
        _links = new LinkGate(name, new Random((int)nonce));
        Start(nonce, now);
    }

    public ReplicaId Name { get; }

    public Incarnation Self { get; private set; }

    public MemoryStorage Disk { get; private set; } = new();

    public ReplicaDriver Core { get; private set; } = null!;

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

    IEnumerable<ReplicaId> IReplicaShell.Reachable => _reachable;

    bool IReplicaShell.HasHeardAll => true;

    public Dot Put(string key, string value, DateTimeOffset now) => Write(WriteConcern.Local, now, (key, value));

    public Dot Write(WriteConcern concern, DateTimeOffset now, params (string Key, string? Value)[] changes)
    {
        var writeId = Submit(concern, null, now, changes);
        return _writes[writeId].Committed!.Dot;
    }

    /// <summary>The update that a write became on this replica's disk.</summary>
    public WriteCommitted CommittedOf(ulong number) => _writes[number].Committed!;

    /// <summary>Writes, and says under which number; the effects tell what came of it.</summary>
    public ulong Submit(
        WriteConcern concern, string? ifMatch, DateTimeOffset now, params (string Key, string? Value)[] changes)
    {
        var number = ++_requests;
        var write = _writes[number] = new Write(
            new WriteRequest([.. changes.Select(Mutation)]) { Concern = concern, Condition = Precondition.Of(ifMatch) },
            new WriteReply(this, number));
        _now = _now with { WallTime = now };
        Core.Handle(write, _now);
        Pump();
        return number;
    }

    public string? Get(string key) =>
        Read(key).Value is { } value ? System.Text.Encoding.UTF8.GetString(value.Bytes.Span) : null;

    public VersionSet Read(string key) => Disk.Read(Key.Create(Keyspace.User, key));

    public void Receive(IPeerMessage message, ReplicaId sender = default)
    {
        _sender = sender;
        Core.Receive(message, _now);
        Pump();
    }

    public void Tick(IEnumerable<ReplicaId> reachable, DateTimeOffset now)
    {
        _reachable.Clear();
        _reachable.AddRange(reachable);
        _responder.Tick();
        var uptime = now - DateTimeOffset.UnixEpoch;
        _now = new Moment(now, uptime > _now.Uptime ? uptime : _now.Uptime);
        Core.Tick(_now);
        Pump();
    }

    /// <summary>Stops without a word, and starts again on what is on disk.</summary>
    public void Restart(ulong nonce, DateTimeOffset now, MemoryStorage? disk = null)
    {
        _responder.Dispose();
        Disk = disk ?? Disk;
        Start(nonce, now);
    }

    /// <summary>Asks for a member to be retired; <see cref="Retirements"/> tell what came of it.</summary>
    public ulong Retire(string name, bool isForced = false)
    {
        var number = ++_requests;
        var reply = new VirtualReply<ReplicaState>(
            _ => Retirements[number] = null,
            failure => Retirements[number] = (failure as RetirementRefused)?.Refusal);
        Core.Handle(new Retire(ReplicaId.Create(name), isForced, reply), _now);
        Pump();
        return number;
    }

    void IReplicaShell.Send(ReplicaId to, IPeerMessage message) => _send(Name, to, message);

    void IReplicaShell.SendToAll(IPeerMessage message) => _send(Name, null, message);

    void IReplicaShell.Reply(IPeerMessage message) => _send(Name, _sender, message);

    void IReplicaShell.AnswerFromDisk(ReplicaMessage request)
    {
        foreach (var answer in _responder.Answer(request))
            _send(Name, request.From.Replica, answer);
    }

    void IReplicaShell.Commit(TurnCommit commit) => _commit = commit;

    void IReplicaShell.EndTurnSoon() => _isTurnEnding = true;

    void IReplicaShell.Admitted()
    {
    }

    void IReplicaShell.DiskFailed(Exception error) =>
        throw new InvalidOperationException("A disk in memory does not fail", error);

    void IReplicaObserver.NameTaken(Incarnation other) => Impostors.Add(other);

    private static Mutation Mutation((string Key, string? Value) change) => new(
        Key.Create(Keyspace.User, change.Key),
        change.Value is null ? null : new Value(System.Text.Encoding.UTF8.GetBytes(change.Value), "text/plain"));

    private void Start(ulong nonce, DateTimeOffset now)
    {
        Self = new Incarnation(Name, nonce);
        (_commit, _isTurnEnding, _now) = (null, false, _now with { WallTime = now });
        _responder = new RepairResponder(Self, Disk, _options);
        Core = new ReplicaDriver(Self, Disk, Unbounded.Of(_options), _links, this, this, _now);
    }

    /// <summary>Does all that the driver has asked for, at once; what it wants to be woken for is due.</summary>
    private void Pump()
    {
        while (true)
        {
            if (_commit is { } commit)
            {
                _commit = null;
                commit.WriteAll();
                History.AddRange(commit.Turn.Changes?.Log ?? []);
                Core.Committed(commit, _now);
            }
            else if (_isTurnEnding)
            {
                _isTurnEnding = false;
                Core.EndTurn(_now);
            }
            else if (Core.WakeAt is { } due)
            {
                _now = _now with { Uptime = due > _now.Uptime ? due : _now.Uptime };
                Core.Wake(_now);
            }
            else
            {
                return;
            }
        }
    }

    private sealed class WriteReply(VirtualReplica replica, ulong number) : IWriteReply
    {
        public bool IsAbandoned => false;

        public bool TryClaim() => true;

        public void Succeed(WriteCommitted result) => replica.Acknowledged.Add(number);

        public void Fail(RequestFailure failure)
        {
            if (failure is PreconditionFailed failed)
                replica.Refused[number] = failed.Present;
        }
    }
}
