using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation.Judging;
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
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RestartAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan QuickDisk = TimeSpan.FromMicroseconds(800);
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch.AddYears(56);

    private readonly VirtualWorld _world;
    private readonly Chance _chance;
    private readonly VirtualDisk _disk;
    private readonly IReplicaStorage _storage;
    private readonly Dictionary<ulong, VirtualCall> _writes = [];
    private readonly SortedDictionary<ReplicaId, TimeSpan> _heard = [];
    private Replica? _core;
    private RepairSource? _source;
    private ContextWaiters<VirtualCall> _waiters;
    private Incarnation _self;
    private Incarnation _first;
    private Turn? _committing;
    private int _stagesWritten;
    private ReplicaState? _merged;
    private bool _isDrainQueued;
    private bool _isUp;
    private bool _isRemoved;
    private ulong _starts;
    private ulong _lastWrite;
    private long _ticks;
    private TimeSpan _slowUntil;
    private TimeSpan _slowness;

    /// <summary>A machine that starts at once.</summary>
    /// <param name="machine">Names the machine, and its place in the network.</param>
    /// <param name="setup">How it is configured.</param>
    /// <param name="world">The world.</param>
    /// <param name="image">What is on its disk.</param>
    public VirtualNode(ReplicaId machine, NodeSetup setup, VirtualWorld world, DiskImage image)
    {
        Machine = machine;
        (Name, Seeds, IsSeed) = (setup.Name, setup.Seeds, setup.IsSeed);
        _world = world;
        _chance = world.Chance.Of(machine.Value);
        _disk = new VirtualDisk(world.Settings.SyncsAtOnce);
        _disk.Replace(image);
        _storage = world.Saboteur.Around(_disk.Storage, machine, world.Witness);
        _waiters = new ContextWaiters<VirtualCall>(_storage.State.Clock, _storage.Bases);
        Start();
        KeepBackups();
    }

    /// <summary>The machine.</summary>
    public ReplicaId Machine { get; }

    /// <summary>The name under which its replica runs.</summary>
    public ReplicaId Name { get; private set; }

    /// <summary>How many seeds are configured.</summary>
    public int Seeds { get; private set; }

    /// <summary>Whether it is one of them.</summary>
    public bool IsSeed { get; }

    /// <summary>How far the machine's clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>What clients read.</summary>
    public IReplicaStorage Storage => _storage;

    /// <summary>All that the disk must cover.</summary>
    public VectorClock DiskContents => _disk.Contents;

    /// <summary>Looks into the replica; null while it does not run.</summary>
    public ReplicaWitness? Witness { get; private set; }

    /// <summary>How the replica stands; null while it does not run.</summary>
    public ReplicaStatus? Status => _core?.Status();

    /// <summary>How many ticks the replica has seen since it started.</summary>
    public long CoreTicks => _core?.Ticks ?? 0;

    /// <summary>Counts the times that it started or stopped.</summary>
    public ulong Starts => _starts;

    /// <summary>Whether the process runs.</summary>
    public bool IsUp => _isUp;

    /// <summary>What is missing of a causal context; null while the replica does not run.</summary>
    public MissingContext? Missing(CausalContext context, long since) => _core?.Missing(context, since);

    /// <summary>Takes a client's call.</summary>
    public void Submit(VirtualCall call)
    {
        if (!_isUp)
            call.Refuse();
        else if (call.Context.IsCoveredBy(_storage.State.Clock, _storage.Bases))
            Serve(call);
        else if (_core is null)
            call.Refuse();
        else if (_waiters.Add(call.Context, call))
            Await(call);
        else
            Serve(call);
    }

    /// <summary>Ends without notice; of the writes to disk that are under way so many still happen.</summary>
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
        if (!_isUp && !_isRemoved)
            Start();
    }

    public void LosePower() => _disk.LosePower();

    public void LoseDisk() => _disk.Wipe();

    public void RestoreBackup(TimeSpan age) => _disk.RestoreBackup(_world.Time.Now - age);

    /// <summary>A copy of all that is committed.</summary>
    public DiskImage CopyDisk() => _disk.Save();

    /// <summary>Gets a copy of another disk. The node must be down.</summary>
    public void ReplaceDisk(DiskImage image) => _disk.Replace(image);

    /// <summary>Starts with another configuration the next time.</summary>
    public void Configure(ReplicaId name, int seeds) => (Name, Seeds) = (name, seeds);

    /// <summary>Is taken away for good.</summary>
    public void Remove()
    {
        Kill(0);
        _world.Links.Disconnect(Machine);
        _isRemoved = true;
    }

    /// <summary>Asks for another replica to be taken out of the set.</summary>
    public void Retire(ReplicaId other, bool isForced)
    {
        if (_core is null || _core.IsInstalling)
            return;
        _core.Retire(++_lastWrite, other, isForced);
        QueueDrain();
    }

    /// <summary>Whether the disk refuses to write.</summary>
    public void FillDisk(bool isFull) => _disk.Storage.IsFull = isFull;

    public void SlowDisk(TimeSpan latency, TimeSpan during) => (_slowness, _slowUntil) = (latency, _world.Time.Now + during);

    private DateTimeOffset WallTime => Epoch + _world.Time.Now + Skew;

    private ReplicaOptions Options => _world.Settings.Options with { ExpectedReplicas = Seeds, IsSeed = IsSeed };

    private void Start()
    {
        var fresh = new Incarnation(Name, _chance.Of("start").Of(++_starts).Bits);
        _first = _starts == 1 ? fresh : _first;
        _self = _world.Saboteur.Start(fresh, _first);
        _isUp = true;
        _core = new Replica(_self, _storage, Options, WallTime);
        _source = new RepairSource(_self, _storage, Options);
        Witness = new ReplicaWitness(_world.Witness, _self, _storage);
        _waiters = new ContextWaiters<VirtualCall>(_storage.State.Clock, _storage.Bases);
        _heard.Clear();
        _world.Links.Connect(Machine, Name, Receive);
        QueueDrain();
        Later(_chance.Of("tick").Of(_starts).Between(TimeSpan.Zero, TickInterval), Tick);
    }

    /// <summary>Lets go of the core and all that it was about to do; what was begun is refused.</summary>
    private void Stop()
    {
        _source?.Dispose();
        _world.Witness.Stopped(_self);
        (_core, _source, _committing, _isDrainQueued, Witness) = (null, null, null, false, null);
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
            case PullRequest request:
                foreach (var answer in _source!.Answer(request))
                    _world.Links.Send(Machine, request.From.Replica, answer);
                break;
            case SnapshotRequest request:
                if (_source!.Answer(request, _ticks) is { } chunk)
                    _world.Links.Send(Machine, request.From.Replica, chunk);
                break;
            case var _ when !_core.IsInstalling:
                _core.Receive(_world.Saboteur.Tamper(message, _storage));
                QueueDrain();
                break;
        }
    }

    /// <summary>Lets a call wait for its context; in the end its client is told whether that can still come.</summary>
    private void Await(VirtualCall call)
    {
        var (start, since, members) = (_starts, _core!.Ticks, _world.Witness.Running);
        _world.Time.After(_world.Settings.ContextTimeout, () =>
        {
            if (call.IsServed || call.IsDone)
                return;
            if (start == _starts && _core!.Missing(call.Context, since) is { IsLost: true } missing)
            {
                Witness!.ToldLost(missing, members);
                call.LoseContext();
            }
            else
            {
                call.Refuse();
            }
        });
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
        if (_core is null || _core.IsInstalling || !_core.IsAdmitted)
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
        Witness!.Sealed(turn);
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
            _merged = _storage.InstallStaged(_self, turn.Installs, turn.State);
            Witness!.Merged(turn.Installs.Last);
        }

        _disk.Committed();
    }

    private void Finish(Turn turn)
    {
        _committing = null;
        CarryOut(turn);
        foreach (var call in _waiters.Advance(_storage.State.Clock))
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
        _core!.Committed(turn, turn.Installs is null ? turn.State : _merged!);
        if (!_world.Saboteur.SpeaksBeforeCommit || !turn.NeedsCommit)
            CarryOutEffects(turn);
    }

    private void CarryOutEffects(Turn turn)
    {
        foreach (var effect in turn.Effects)
            CarryOut(effect);
    }

    private void CarryOut(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send send:
                _world.Links.Send(Machine, send.To, send.Message);
                break;
            case Broadcast broadcast:
                _world.Links.SendToAll(Machine, broadcast.Message);
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
            case RetireCompleted or RetireRefused or NameTaken:
                break;
            default:
                throw new NotSupportedException(effect.GetType().Name);
        }
    }

    private void Acknowledge(ulong writeId)
    {
        if (!_writes.Remove(writeId, out var call))
            return;
        Witness!.Acknowledged(call.Dot!.Value, call.Step.Concern, Seeds);
        call.Acknowledge();
    }
}
