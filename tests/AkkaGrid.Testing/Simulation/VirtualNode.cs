using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation.Formation;
using AkkaGrid.Testing.Simulation.Judging;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>A machine with a disk, a clock, and a process that runs a replica and serves clients.</summary>
public sealed class VirtualNode
{
    private static readonly TimeSpan BackupInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestartAfter = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LinkRetry = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan QuickDisk = TimeSpan.FromMicroseconds(800);
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch.AddYears(56);

    private readonly VirtualWorld _world;
    private readonly Chance _chance;
    private readonly VirtualDisk _disk;
    private readonly FormationNode _formation;
    private readonly List<VirtualCall> _calls = [];
    private Incarnation _first;
    private VirtualLife? _life;
    private bool _isUp;
    private bool _isRemoved;
    private ulong _starts;
    private TimeSpan _slowUntil;
    private TimeSpan _slowness;

    /// <summary>A machine that starts at once.</summary>
    /// <param name="machine">Names the machine, and its place in the network.</param>
    /// <param name="setup">How it is configured.</param>
    /// <param name="world">The world.</param>
    /// <param name="image">What is on its disk.</param>
    public VirtualNode(ReplicaId machine, NodeSetup setup, VirtualWorld world, DiskImage image)
    {
        (Machine, Name, Seeds, IsSeed) = (machine, setup.Name, setup.Seeds, setup.IsSeed);
        _world = world;
        _chance = world.Chance.Of(machine.Value);
        _disk = new VirtualDisk(world.Settings.SyncsAtOnce);
        _disk.Replace(image);
        Storage = world.Saboteur.Around(_disk.Storage, machine, world.Witness);
        Links = new LinkGate(Name, new Random(0));
        _formation = world.Grid.Add(this, _disk);
        Boot();
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

    /// <summary>The bounds within which its replica works.</summary>
    public ReplicaOptions Options => _world.Settings.Options with { ExpectedReplicas = Seeds, IsSeed = IsSeed };

    /// <summary>How far the machine's clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    public DateTimeOffset WallTime => Epoch + _world.Time.Now + Skew;

    /// <summary>What clients read.</summary>
    public IReplicaStorage Storage { get; }

    /// <summary>All that the disk must cover.</summary>
    public VectorClock DiskContents => _disk.Contents;

    /// <summary>The lab's links, as the process keeps them.</summary>
    public LinkGate Links { get; private set; }

    /// <summary>The last start in this process that takes writes and has written; null for none.</summary>
    public Incarnation? Admitted { get; set; }

    public bool IsDiskFull => _disk.Storage.IsFull;

    /// <summary>Looks into the replica; null while it does not run.</summary>
    public ReplicaWitness? Witness => Start?.Witness;

    /// <summary>How the replica stands; null while it does not run.</summary>
    public ReplicaStatus? Status => Start?.Status;

    /// <summary>Counts the times that the replica started.</summary>
    public ulong Starts => _starts;

    /// <summary>Whether the process runs.</summary>
    public bool IsUp => _isUp;

    private VirtualStart? Start => _life as VirtualStart;

    /// <summary>Takes a client's call.</summary>
    public void Submit(VirtualCall call)
    {
        if (!_isUp)
        {
            call.Refuse();
            return;
        }

        _calls.RemoveAll(earlier => earlier.IsDone);
        _calls.Add(call);
        if (call.Context.IsCoveredBy(Storage.Clock, Storage.Bases))
            Serve(call);
        else
            Wait(call);
    }

    /// <summary>Gives a command to the replica, if it runs.</summary>
    public void Handle(ReplicaCommand command) => Start?.Handle(command);

    /// <summary>Ends without a word; of the writes to disk that are under way so many still happen.</summary>
    public void Kill(int landing)
    {
        if (!_isUp)
            return;
        Start?.Land(landing);
        _life?.End();
        _life = null;
        foreach (var call in _calls)
            call.Break();
        _calls.Clear();
        (_isUp, Admitted, Links) = (false, null, NewLinks());
        _disk.Storage.EndProcess();
        _formation.Kill();
    }

    /// <summary>Starts again, if it is down.</summary>
    public void Boot()
    {
        if (_isUp || _isRemoved)
            return;
        _isUp = true;
        _world.Links.Connect(Machine, Name, (sender, message) => _life?.Receive(sender, message));
        StartReplica();
        _formation.Boot();
    }

    /// <summary>The replica ends, and what takes its place only reads, until the disk is well.</summary>
    public void EnterReadOnlyMode()
    {
        Start?.Stop();
        _life = new VirtualReadOnlyReplica(this, _world, _chance.Of("tick").Of(++_starts));
    }

    /// <summary>The replica starts again from what is on disk; the process goes on.</summary>
    public void Restart()
    {
        Start?.Stop();
        _life?.End();
        _life = null;
        var starts = _starts;
        _world.Time.After(RestartAfter, () =>
        {
            if (_isUp && _life is null && starts == _starts)
                StartReplica();
        });
    }

    public void LosePower()
    {
        _disk.LosePower();
        _formation.LosePower();
    }

    public void LoseDisk() => _disk.Wipe();

    public void RestoreBackup(TimeSpan age) => _disk.RestoreBackup(_world.Time.Now - age);

    /// <summary>A copy of all that is committed.</summary>
    public DiskImage CopyDisk() => _disk.Save();

    /// <summary>Gets a copy of another disk. The node must be down.</summary>
    public void ReplaceDisk(DiskImage image) => _disk.Replace(image);

    /// <summary>Starts with another configuration the next time.</summary>
    public void Configure(ReplicaId name, int seeds)
    {
        (Name, Seeds) = (name, seeds);
        _formation.Configure(seeds);
    }

    /// <summary>Is taken away for good.</summary>
    public void Remove()
    {
        Kill(0);
        _world.Links.Disconnect(Machine);
        _formation.Remove();
        _isRemoved = true;
    }

    /// <summary>Begins to wait for a causal context; null while the replica does not run.</summary>
    public ContextWait? Await(CausalContext context)
    {
        if (Start is not { } start)
            return null;
        var wait = new ContextWait(start, context, () => start == _life);
        wait.Begin();
        return wait;
    }

    /// <summary>Asks for another replica to be taken out of the set.</summary>
    public void Retire(ReplicaId other, bool isForced) => Start?.Handle(new Core.KeyValue.Driving.Retire(
        other, isForced, new VirtualReply<ReplicaState>(_ => { })));

    /// <summary>Changes a link of the lab that ends here; where the replica does not now, a little later.</summary>
    public void ChangeLink(Link link)
    {
        if (Start is { } start)
            start.Handle(new Core.KeyValue.Driving.ChangeLink(link, new VirtualReply<Link>(_ => { }, TryAgain)));
        else
            Links.Set(link);

        void TryAgain(RequestFailure failure)
        {
            if (failure is SnapshotInstalling or ReplicaStarting)
                _world.Time.After(LinkRetry, () => ChangeLink(link));
        }
    }

    public void PassAllLinks()
    {
        foreach (var link in Links.Links)
            ChangeLink(link with { Mode = LinkMode.Pass });
    }

    /// <summary>Whether the disk refuses to write.</summary>
    public void FillDisk(bool isFull) => _disk.Storage.IsFull = isFull;

    public void SlowDisk(TimeSpan latency, TimeSpan during) =>
        (_slowness, _slowUntil) = (latency, _world.Time.Now + during);

    public TimeSpan DiskLatency()
    {
        var most = _world.Time.Now < _slowUntil ? _slowness : QuickDisk;
        return _chance.Of("disk").Of((ulong)_world.Time.Now.Ticks).Between(TimeSpan.Zero, most);
    }

    private LinkGate NewLinks() => new(Name, new VirtualLuck(_chance.Of("lab"), _world.Time));

    private void StartReplica()
    {
        var fresh = new Incarnation(Name, _chance.Of("start").Of(++_starts).Bits);
        _first = _starts == 1 ? fresh : _first;
        try
        {
            _life = new VirtualStart(
                this, _world, _disk, _world.Saboteur.Start(fresh, _first), _chance.Of("tick").Of(_starts));
        }
        catch (IOException)
        {
            EnterReadOnlyMode();
        }
    }

    private void KeepBackups() => _world.Time.After(BackupInterval, () =>
    {
        _disk.BackUp(_world.Time.Now);
        if (_chance.Of("sync").Of((ulong)_world.Time.Now.Ticks).Share < 0.5)
            _disk.Sync();
        KeepBackups();
    });

    /// <summary>Lets a call wait for its context; then tells its client whether that can still come.</summary>
    private void Wait(VirtualCall call)
    {
        if (Start is not { } start)
        {
            call.Refuse();
            return;
        }

        var running = _world.Witness.Running;
        var wait = new ContextWait(start, call.Context, () => start == _life, () => call.IsDone)
        {
            // The driver is not called back while it answers.
            Reached = () => _world.Time.After(TimeSpan.Zero, () => Serve(call)),
        };
        wait.Begin();
        _world.Time.After(_world.Settings.ContextTimeout, () =>
        {
            if (call.IsDone || call.IsServed || wait.IsReached)
                return;
            if (wait.Explain() is { Lost.IsEmpty: false } missing)
            {
                start.Witness.ToldLost(missing, running);
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
                using (var view = Storage.OpenView())
                    call.Answer(
                        [.. call.Step.Keys.Select(name => Key.Create(Keyspace.User, name))
                            .Select(key => KeyValuePair.Create(key, view.Read(key)))],
                        view.State.Clock);
                break;
            case Act.List:
                using (var view = Storage.OpenView())
                    call.Answer([.. view.Scan(Keyspace.User, "", null)], view.State.Clock);
                break;
            default:
                Write(call);
                break;
        }
    }

    private void Write(VirtualCall call)
    {
        if (Start is not { } start)
        {
            call.Refuse();
            return;
        }

        call.WallTime = WallTime;
        call.Acknowledging = () => start.Witness.Acknowledged(call.Dot!.Value, call.Step.Concern);
        start.Handle(new Write(
            new WriteRequest(call.Mutations)
            {
                Context = call.Context,
                Concern = call.Step.Concern,
                Condition = Precondition.Of(call.IfMatch),
            },
            new VirtualWrite(call)));
        _world.Time.After(_world.Settings.WriteTimeout, call.Abandon);
    }
}
