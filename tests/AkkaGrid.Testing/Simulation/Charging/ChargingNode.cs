using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>
/// A node of a simulated grid: a process with a disk, a clock and a gateway, and in it one actor system after the
/// other, with substations and, on one node, the balancer. A frozen node does nothing, and afterwards all that had
/// become due meanwhile.
/// </summary>
internal sealed class ChargingNode
{
    private readonly Queue<Action> _missed = new();
    private TimeSpan _skew;
    private int _process;

    public ChargingNode(ChargingWorld world, string name, IReadOnlyList<SubstationPlan> plans)
    {
        (World, Name, Plans) = (world, name, plans);
        Records = new RecordReplica(name);
        Ledger = new NodeLedger(this);
    }

    public ChargingWorld World { get; }

    public string Name { get; }

    public IReadOnlyList<SubstationPlan> Plans { get; }

    /// <summary>What is on its disk.</summary>
    public RecordReplica Records { get; }

    public NodeLedger Ledger { get; }

    /// <summary>How many actor systems it has had.</summary>
    public int Life { get; private set; }

    public bool IsUp { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Since when it has been what it is, up, frozen or in a new life.</summary>
    public TimeSpan ChangedAt { get; private set; }

    public IReadOnlyList<VirtualSubstation> Substations { get; private set; } = [];

    public VirtualGateway Gateway { get; private set; } = null!;

    public VirtualBalancer? Balancer { get; private set; }

    public HostingNode Identity => new(new(Name), Life);

    /// <summary>The time by which its actors count: it never goes back while the process lives.</summary>
    public DateTimeOffset Clock => ChargingWorld.Begin + World.Time.Now + _skew;

    /// <summary>Starts the process.</summary>
    /// <param name="skew">How far its clock is ahead.</param>
    public void Start(TimeSpan skew)
    {
        _skew = skew;
        _process++;
        (IsUp, IsFrozen, ChangedAt) = (true, false, World.Time.Now);
        Gateway = new VirtualGateway(this);
        StartActorSystem();
    }

    /// <summary>Ends the process at once.</summary>
    public void Kill()
    {
        World.Judge.Killed(this);
        (IsUp, IsFrozen, ChangedAt) = (false, false, World.Time.Now);
        _missed.Clear();
        EndActorSystem();
    }

    /// <summary>The actor system has been downed, and the next one is built.</summary>
    public void RestartActorSystem()
    {
        EndActorSystem();
        ChangedAt = World.Time.Now;
        StartActorSystem();
    }

    public void Freeze() => (IsFrozen, ChangedAt) = (true, World.Time.Now);

    public void Thaw()
    {
        (IsFrozen, ChangedAt) = (false, World.Time.Now);
        while (!IsFrozen && IsUp && _missed.TryDequeue(out var missed))
            missed();
    }

    public void StartBalancer()
    {
        Balancer = new VirtualBalancer(this);
        foreach (var (member, identity) in World.Cluster.Members)
        {
            Balancer.Term.NodeUp(identity, isSeed: true);
            Balancer.Term.NodeReachable(identity, World.IsInContact(this, member));
        }

        Balancer.Start();
    }

    public void StopBalancer()
    {
        Balancer?.Stop();
        Balancer = null;
    }

    public TimeSpan Draw(int least, int most) => TimeSpan.FromMilliseconds(World.Chance.Next(least, most + 1));

    /// <summary>Does something later, in this life of the actor system.</summary>
    public void After(TimeSpan delay, Action action)
    {
        var life = Life;
        World.Time.After(delay, () => Run(() =>
        {
            if (Life == life)
                action();
        }));
    }

    /// <summary>Does something later, while the process lives.</summary>
    public void AfterInProcess(TimeSpan delay, Action action)
    {
        var process = _process;
        World.Time.After(delay, () => Run(() =>
        {
            if (_process == process)
                action();
        }));
    }

    /// <summary>Does something again and again, in this life of the actor system.</summary>
    public void Every(TimeSpan interval, Action action) => After(interval, () =>
    {
        action();
        Every(interval, action);
    });

    public void Send(ChargingActor from, ChargingActor to, object message) =>
        World.Network.Carry(
            Name, to.Node, () => World.Node(to.Node).Run(() => World.Node(to.Node).Receive(to, message, from)));

    public void SendToHost(ChargingActor from, string node, IChargingMessage message) =>
        World.Network.Carry(
            Name, node, () => World.Node(node).Run(() => World.Node(node).ReceiveAtHost(message, from)));

    public void SendToSubstation(ChargingActor from, string node, SubstationId substation, IChargingMessage message) =>
        World.Network.Carry(Name, node, () => World.Node(node).Run(() =>
            World.Node(node).Receive(new ChargingActor(node, substation.Value, World.Node(node).Life), message, from)));

    /// <summary>Sends a load report to its subscribers, which are balancers and gateways.</summary>
    public void Publish(ChargingActor from, LoadReport report)
    {
        foreach (var node in World.All)
        {
            World.Network.Carry(Name, node.Name, () => node.Run(() =>
            {
                node.Balancer?.Receive(report, from);
                node.Gateway.Heard(report, from);
            }));
        }
    }

    /// <summary>Sends a write of records to the other nodes.</summary>
    public void Replicate(RecordUpdate update)
    {
        foreach (var node in World.All.Where(node => node != this))
            World.Network.Carry(Name, node.Name, () => node.Run(() => node.Take([update])));
    }

    /// <summary>Takes the records of another node.</summary>
    public void Take(IEnumerable<RecordUpdate> updates)
    {
        var written = updates.Where(Records.Apply).SelectMany(update => update.Mutations)
            .Select(mutation => Core.Charging.Ledger.RecordKeys.SessionOf(mutation.Key))
            .OfType<SessionId>().ToHashSet();
        if (written.Count == 0)
            return;
        foreach (var substation in Substations)
            substation.RecordsWritten(written);
    }

    private void StartActorSystem()
    {
        Life++;
        Substations = [.. Plans.Select(plan => new VirtualSubstation(this, plan))];
        Gateway.Attach();
    }

    private void EndActorSystem()
    {
        Life++;
        (Balancer, Substations) = (null, []);
    }

    // What is due while the process is frozen happens when it goes on.
    private void Run(Action action)
    {
        if (!IsUp)
            return;
        if (IsFrozen)
            _missed.Enqueue(action);
        else
            action();
    }

    private void Receive(ChargingActor to, object message, ChargingActor from)
    {
        if (to.Life != Life && to.Name != VirtualGateway.Name)
            return;
        if (to.Name == VirtualBalancer.Name)
            Balancer?.Receive(message, from);
        else if (to.Name == VirtualGateway.Name)
            Gateway.Receive(message, from);
        else if (message is ISubstationCommand command)
            Substations.FirstOrDefault(substation => substation.Plan.Id.Value == to.Name)?.Handle(command, from);
    }

    private void ReceiveAtHost(IChargingMessage message, ChargingActor from)
    {
        switch (message)
        {
            case GetHost when Substations.All(substation => substation.Machine is not null):
                Send(
                    new ChargingActor(Name, "host", Life),
                    from,
                    new HostAnnouncement(
                        Name,
                        FencingEpoch.Highest(Substations.Select(substation => substation.Machine!.Epoch)),
                        [.. Substations.Select(substation => substation.Plan.Id)]));
                break;
            case Claim claim:
                foreach (var substation in Substations)
                    substation.Handle(claim, from);
                break;
        }
    }
}
