using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// A machine with the real replica core in a shell that does in virtual time what the replica actor does: a turn is
/// sealed, is written to disk, and is carried out, at three different times, and anything can happen between them.
/// </summary>
public sealed class VirtualNode
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BackupInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ContextWait = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RestartAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan QuickDisk = TimeSpan.FromMicroseconds(800);
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch.AddYears(56);

    private readonly VirtualWorld _world;
    private readonly Chance _chance;
    private readonly VirtualDisk _disk;
    private readonly IReplicaStorage _storage;
    private readonly Dictionary<ulong, VirtualCall> _writes = [];
    private readonly Dictionary<ulong, ReplicaId> _retiring = [];
    private readonly SortedDictionary<ReplicaId, TimeSpan> _heard = [];
    private Replica? _core;
    private RepairSource? _source;
    private ContextWaiters<VirtualCall> _waiters = new(Coverage.Of(VectorClock.Empty));
    private Incarnation _self;
    private Incarnation _first;
    private Turn? _committing;
    private int _stagesWritten;
    private bool _isDrainQueued;
    private bool _isUp;
    private bool _isLeaving;
    private ulong _starts;
    private ulong _lastWrite;
    private long _ticks;
    private TimeSpan _slowUntil;
    private TimeSpan _slowness;

    public VirtualNode(ReplicaId name, VirtualWorld world)
    {
        Name = name;
        _world = world;
        _chance = world.Chance.Of(name.Value);
        _disk = new VirtualDisk(world.SyncsAtOnce);
        _storage = world.Saboteur.Around(_disk.Storage, name, world.Witness);
        world.Links.Connect(name, Receive);
        Start();
        KeepBackups();
    }

    public ReplicaId Name { get; }

    /// <summary>How far the machine's clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>What clients read.</summary>
    public IReplicaStorage Storage => _storage;

    /// <summary>Who looks into the replica; null while it does not run.</summary>
    public ReplicaWitness? Witness { get; private set; }

    /// <summary>How the replica stands; null while it does not run.</summary>
    public ReplicaStatus? Status => _core?.Status();

    /// <summary>Takes a client's call.</summary>
    public void Submit(VirtualCall call)
    {
        if (!_isUp)
            call.Refuse();
        else if (call.Context.IsCoveredBy(_storage.Coverage))
            Serve(call);
        else if (_core is null)
            call.Refuse();
        else if (_waiters.Add(call.Context, call))
            _world.Time.After(ContextWait, call.GiveUpWaiting);
        else
            Serve(call);
    }

    /// <summary>Ends without a word; of the writes to disk that are under way so many still happen.</summary>
    public void Kill(int landing)
    {
        if (!_isUp)
            return;
        while (_committing is not null && _stagesWritten < landing && !_disk.Storage.IsFull)
            WriteNextStage(_committing);
        Stop();
        foreach (var call in _writes.Values)
            call.Abandon();
        _writes.Clear();
        _isUp = false;
    }

    /// <summary>Starts again, if it is down.</summary>
    public void Boot()
    {
        if (!_isUp)
            Start();
    }

    public void LosePower()
    {
        if (_disk.LosePower())
            _world.Witness.Lost(_world.Time.Now, Name);
    }

    public void LoseDisk()
    {
        _disk.Wipe();
        _world.Witness.Lost(_world.Time.Now, Name);
    }

    public void RestoreBackup(TimeSpan age)
    {
        _disk.RestoreBackup(_world.Time.Now - age);
        _world.Witness.Lost(_world.Time.Now, Name);
    }

    /// <summary>Asks for another replica to be taken out of the set.</summary>
    public void Retire(ReplicaId other, bool isForced)
    {
        if (_core is null || _core.IsInstalling)
            return;
        _retiring[++_lastWrite] = other;
        _core.Retire(_lastWrite, other, isForced);
        QueueDrain();
    }

    /// <summary>Whether the disk refuses to write.</summary>
    public void FillDisk(bool isFull) => _disk.Storage.IsFull = isFull;

    public void SlowDisk(TimeSpan latency, TimeSpan during) => (_slowness, _slowUntil) = (latency, _world.Time.Now + during);

    private DateTimeOffset WallTime => Epoch + _world.Time.Now + Skew;

    private void Start()
    {
        var fresh = new Incarnation(Name, _chance.Of("start").Of(++_starts).Bits);
        _first = _starts == 1 ? fresh : _first;
        _self = _world.Saboteur.Start(fresh, _first);
        _isUp = true;
        _core = new Replica(_self, _storage, _world.Options, WallTime);
        _source = new RepairSource(_self, _storage, _world.Options);
        Witness = new ReplicaWitness(_world.Witness, _self, _storage);
        _waiters = new ContextWaiters<VirtualCall>(_storage.Coverage);
        _heard.Clear();
        QueueDrain();
        Later(_chance.Of("tick").Of(_starts).Between(TimeSpan.Zero, TickInterval), Tick);
    }

    /// <summary>Lets go of the core and all that it was about to do; what was begun is refused.</summary>
    private void Stop()
    {
        _source?.Dispose();
        (_core, _source, _committing, _isDrainQueued, _isLeaving, Witness) = (null, null, null, false, false, null);
        _starts++;
        _waiters.RemoveWhere(call =>
        {
            call.Refuse();
            return true;
        });
    }

    /// <summary>Does something after a while, unless the replica has ended by then.</summary>
    private void Later(TimeSpan delay, Action action)
    {
        var start = _starts;
        _world.Time.After(delay, () =>
        {
            if (start == _starts)
                action();
        });
    }

    private void Tick()
    {
        _ticks++;
        _source!.Expire(_ticks);
        if (!_core!.IsInstalling)
        {
            _core.Reachable(_heard.Where(peer => peer.Value >= _world.Time.Now - HeardWithin).Select(peer => peer.Key));
            _core.Tick(WallTime);
            _core.Forget(_writes.Where(write => write.Value.IsDone).Select(write => write.Key).ToHashSet());
            QueueDrain();
        }

        Later(TickInterval, Tick);
    }

    private void KeepBackups() => _world.Time.After(BackupInterval, () =>
    {
        _disk.BackUp(_world.Time.Now);
        if (_chance.Of("sync").Of((ulong)_world.Time.Now.Ticks).Share < 0.5)
            _disk.Sync();
        KeepBackups();
    });

    private void Receive(ReplicaMessage message)
    {
        if (_core is null)
            return;
        _heard[message.From.Replica] = _world.Time.Now;
        switch (message)
        {
            case PullRequest or SnapshotRequest when !_core.IsSettled:
                break;
            case PullRequest request:
                foreach (var answer in _source!.Answer(request))
                    _world.Links.Send(Name, request.From.Replica, answer);
                break;
            case SnapshotRequest request:
                _world.Links.Send(Name, request.From.Replica, _source!.Answer(request, _ticks));
                break;
            case var _ when !_core.IsInstalling:
                _core.Receive(_world.Saboteur.Tamper(message, _storage));
                QueueDrain();
                break;
        }
    }

    private void Serve(VirtualCall call)
    {
        if (call.IsDone)
            return;
        call.IsServed = true;
        switch (call.Step.Act)
        {
            case Act.Get or Act.Snapshot:
                using (var view = _storage.OpenView())
                    call.Answer([.. call.Step.Keys.Select(name => Key.Create(Keyspace.User, name)).Select(key => KeyValuePair.Create(key, view.Read(key)))]);
                break;
            case Act.List:
                using (var view = _storage.OpenView())
                    call.Answer([.. view.Scan(Keyspace.User, "", null)]);
                break;
            default:
                Write(call);
                break;
        }
    }

    private void Write(VirtualCall call)
    {
        if (_core is null || _core.IsInstalling)
        {
            call.Refuse();
            return;
        }

        _writes[++_lastWrite] = call;
        call.WallTime = WallTime;
        _core.Write(_lastWrite, call.Mutations, call.Step.Concern, call.IfMatch, call.WallTime);
        _world.Time.After(WriteTimeout, call.Abandon);
        QueueDrain();
    }

    /// <summary>Asks what may be asked at once, and lets the turn end soon: what comes until then shares it.</summary>
    private void QueueDrain()
    {
        if (_core!.TakeQuestion() is { } question)
            CarryOut(question);
        if (_isDrainQueued || _committing is not null || !_core!.HasWork)
            return;
        _isDrainQueued = true;
        Later(TimeSpan.FromMicroseconds(50), () =>
        {
            _isDrainQueued = false;
            EndTurn();
        });
    }

    private void EndTurn()
    {
        if (_committing is not null || !_core!.HasWork)
            return;
        var turn = _core.Seal();
        Watch(turn);
        if (!turn.NeedsCommit)
        {
            CarryOut(turn);
            return;
        }

        _committing = turn;
        _stagesWritten = 0;
        if (_world.Saboteur.SpeaksBeforeCommit)
            CarryOutEffects(turn);
        Later(DiskLatency(), () => GoOn(turn));
    }

    private void Watch(Turn turn)
    {
        Witness!.Sealed(turn, _core!.IsSettled);
        foreach (var committed in turn.Effects.OfType<WriteCommitted>())
        {
            var call = _writes[committed.WriteId];
            call.Dot = committed.Dot;
            _world.Witness.Written(committed.Dot, call.WallTime);
        }
    }

    private TimeSpan DiskLatency()
    {
        var most = _world.Time.Now < _slowUntil ? _slowness : QuickDisk;
        return _chance.Of("disk").Of((ulong)_world.Time.Now.Ticks).Between(TimeSpan.Zero, most);
    }

    private void GoOn(Turn turn)
    {
        if (_committing != turn)
            return;
        try
        {
            WriteNextStage(turn);
        }
        catch (IOException)
        {
            Restart(RestartAfter);
            return;
        }

        if (_stagesWritten < (turn.Installs is null ? 1 : 2))
            Later(DiskLatency(), () => GoOn(turn));
        else
            Later(TimeSpan.FromMicroseconds(100), () => Finish(turn));
    }

    /// <summary>Writes a turn's changes, and then the snapshot that it takes over: two writes, and a crash may fall between.</summary>
    private void WriteNextStage(Turn turn)
    {
        _stagesWritten++;
        if (_stagesWritten == 1 && turn.Changes is not null)
        {
            _storage.Commit(turn.Changes);
            Witness!.Committed(turn.Changes);
        }
        else if (_stagesWritten == 2 && turn.Installs is not null)
        {
            _storage.InstallStaged(_self, turn.Installs, turn.State);
            Witness!.Installed();
        }

        _disk.Committed();
    }

    private void Finish(Turn turn)
    {
        _committing = null;
        CarryOut(turn);
        foreach (var call in _waiters.Advance(turn.State.Coverage))
            Serve(call);
        if (_core is not null)
            QueueDrain();
    }

    /// <summary>The replica starts again from what is on disk; the process goes on.</summary>
    private void Restart(TimeSpan after)
    {
        Stop();
        foreach (var call in _writes.Values)
            call.Abandon();
        _writes.Clear();
        Later(after, Start);
    }

    private void CarryOut(Turn turn)
    {
        _core!.Committed(turn);
        if (!_world.Saboteur.SpeaksBeforeCommit || !turn.NeedsCommit)
            CarryOutEffects(turn);
    }

    private void CarryOutEffects(Turn turn)
    {
        foreach (var effect in turn.Effects)
            CarryOut(effect);
        if (_isLeaving)
            Restart(TimeSpan.FromMilliseconds(5));
    }

    private void CarryOut(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send send:
                _world.Links.Send(Name, send.To, send.Message);
                break;
            case Broadcast broadcast:
                _world.Links.SendToAll(Name, broadcast.Message);
                break;
            case WriteCommitted { IsAcknowledged: true } committed:
                Acknowledge(committed.WriteId);
                break;
            case WriteCommitted:
                break;
            case WriteReplicated replicated:
                Acknowledge(replicated.WriteId);
                break;
            case WriteRefused refused:
                if (_writes.Remove(refused.WriteId, out var call))
                    call.Refuse();
                break;
            case Reborn:
                _isLeaving = true;
                break;
            case RetireCompleted completed:
                _world.Witness.Retired(_retiring[completed.RequestId], _storage.State.Folds);
                break;
            case RetireRefused or NameTaken:
                break;
            default:
                throw new NotSupportedException(effect.GetType().Name);
        }
    }

    private void Acknowledge(ulong writeId)
    {
        if (_writes.Remove(writeId, out var call))
            call.Acknowledge();
    }
}
