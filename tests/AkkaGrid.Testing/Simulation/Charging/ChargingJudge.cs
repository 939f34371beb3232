using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>
/// Holds a charging grid to its invariants: no load over a limit, one live session per key among substations in
/// contact, every request answered by its deadline, no start under an epoch that its substation has left behind, and no
/// accepted session that is not on record.
/// </summary>
internal sealed class ChargingJudge(ChargingWorld world)
{
    // A session that does not stand ends this long after its substation is in contact with the one that stands.
    private static readonly TimeSpan SupersededWithin = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan AnswerSlack = TimeSpan.FromMilliseconds(400);

    private readonly Dictionary<(string Node, long Number), Asked> _open = [];
    private readonly Dictionary<SessionId, TimeSpan> _twiceSince = [];
    private readonly HashSet<SessionId> _accepted = [];
    private readonly Dictionary<SessionId, ChargingSession> _running = [];
    private readonly HashSet<SessionId> _probes = [];
    private readonly List<string> _violations = [];

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>How many requests were answered with a session.</summary>
    public int AcceptedCount => _accepted.Count;

    /// <summary>How many sessions ended because another of their key stands.</summary>
    public int SupersededCount { get; private set; }

    /// <summary>How many requests were answered in each way.</summary>
    public SortedDictionary<string, int> Outcomes { get; } = [];

    public void Asked(ChargingNode node, long number, ChargeRequest request) => _open[(node.Name, number)] =
        new Asked(
            request,
            world.Time.Now,
            Machines().ToDictionary(machine => machine.Id, machine => machine.Limit.Less(machine.Load)));

    public void Answered(ChargingNode node, long number, ChargeOutcome outcome)
    {
        if (!_open.Remove((node.Name, number), out var asked))
        {
            Fail($"request {number} of {node.Name} is answered twice");
            return;
        }

        Outcomes[outcome.GetType().Name] = Outcomes.GetValueOrDefault(outcome.GetType().Name) + 1;
        switch (outcome)
        {
            case ChargeOutcome.Accepted accepted:
                _accepted.Add(accepted.Session.Id);
                _running[accepted.Session.Id] = accepted.Session;
                if (!world.All.Any(any => any.Ledger.Find(accepted.Session.Id) is not null))
                    Fail($"{accepted.Session.Id} is accepted and on no record");
                break;
            case ChargeOutcome.NoCapacity when world.Story.Faults == ChargingFaults.None:
                foreach (var (substation, free) in asked.LeastFree.Where(free => free.Value >= asked.Request.Least))
                    Fail(
                        $"{asked.Request.Key} of {asked.Request.Amount} is refused, and {substation} had "
                        + $"{free} free all the time");
                break;
        }
    }

    /// <summary>Handles a command, and looks at what it has changed.</summary>
    public void Commanded(VirtualSubstation substation, ISubstationCommand command, Action handle)
    {
        var machine = substation.Machine!;
        var start = command as StartSession;
        var load = machine.Load;
        var isStale = start is not null && start.Epoch < machine.Epoch && !TakesPower(start.Request.SessionId);
        handle();
        if (isStale && TakesPower(start!.Request.SessionId))
            Fail($"{machine.Id} starts {start.Request.SessionId} under {start.Epoch}, and has seen {machine.Epoch}");
        foreach (var asked in _open.Values)
            asked.SeeFree(machine.Id, machine.Limit.Less(machine.Load));
        if (machine.Load > load && machine.Load > machine.Limit)
            Fail($"{machine.Id} starts a session, and takes {machine.Load} of {machine.Limit}");

        bool TakesPower(SessionId session) => machine.Sessions.Any(known => known.Id == session && known.TakesPower);
    }

    public void Superseded(ChargingSession session)
    {
        SupersededCount++;
        _running.Remove(session.Id);
        if ((world.Story.Faults & ~(ChargingFaults.Freezes | ChargingFaults.Leaves)) == ChargingFaults.None)
            Fail(
                $"{session.Id} was started twice, at {session.Substation} and {session.SupersededBy}, although "
                + "no node was cut off or killed");
    }

    /// <summary>The clients of a node's gateway have lost their connections.</summary>
    public void Killed(ChargingNode node)
    {
        foreach (var asked in _open.Keys.Where(asked => asked.Node == node.Name).ToArray())
            _open.Remove(asked);
    }

    /// <summary>Asks once more, when all is well: it has to be accepted.</summary>
    public void Probe(ChargingNode node)
    {
        var request = new ChargeRequest(
            IdempotencyKey.Of($"probe-{node.Name}"), VehicleId.Of("EV_probe"), Kilowatts.Of(1), Priority.Normal, null);
        _probes.Add(request.SessionId);
        node.Gateway.Charge(request);
    }

    /// <summary>Looks at the grid as it is now.</summary>
    public void Check()
    {
        foreach (var substation in world.All.SelectMany(node => node.Substations)
            .Where(substation => substation.Machine is not null))
            CheckLoad(substation);
        CheckSessions();
        foreach (var ((name, number), asked) in _open)
        {
            var node = world.Node(name);
            if (!node.IsFrozen
                && world.Time.Now > Later(asked.At + VirtualGateway.Deadline, node.ChangedAt) + AnswerSlack)
                Fail($"request {number} of {name}, of {asked.At}, is not answered by its deadline");
        }
    }

    /// <summary>Looks at what the grid has become after a time in which nothing went wrong.</summary>
    public void CheckEnd()
    {
        Check();
        if (_open.Count > 0)
            Fail($"{_open.Count} requests have no answer in the end");
        foreach (var probe in _probes.Where(probe => !_accepted.Contains(probe)))
            Fail($"{probe} is not accepted although all is well");
        var serving = world.All.Select(node => node.Balancer).OfType<VirtualBalancer>()
            .Where(balancer => balancer.Term.Phase == BalancerPhase.Serving).ToList();
        if (serving.Count != 1)
        {
            Fail($"{serving.Count} balancers serve in the end");
            return;
        }

        foreach (var machine in Machines().Where(machine => machine.Epoch != serving[0].Term.Epoch))
            Fail($"{machine.Id} obeys {machine.Epoch} in the end, and {serving[0].Term.Epoch} serves");
        foreach (var session in _accepted.Where(session => world.All.Any(node => node.Ledger.Find(session) is null)))
            Fail($"{session} was accepted, and is not on the record of every node in the end");
    }

    private void CheckSessions()
    {
        var running = world.All.Where(node => node is { IsUp: true, IsFrozen: false })
            .SelectMany(node => node.Substations.Where(substation => substation.Machine is not null)
                .SelectMany(substation => substation.Machine!.Sessions
                    .Where(session => session.State == SessionState.Active && session.ExpectedEnd > node.Clock)
                    .Select(session => (session.Id, Node: node))))
            .GroupBy(session => session.Id, session => session.Node)
            .Where(nodes => nodes.Count() > 1)
            .ToDictionary(nodes => nodes.Key, nodes => nodes.ToArray());
        foreach (var over in _twiceSince.Keys.Where(session => !running.ContainsKey(session)).ToArray())
            _twiceSince.Remove(over);
        foreach (var (session, nodes) in running)
        {
            _twiceSince.TryAdd(session, world.Time.Now);
            var since = nodes.Aggregate(
                Later(_twiceSince[session], world.Cluster.HealedAt), (time, node) => Later(time, node.ChangedAt));
            if (!world.Network.IsCut && world.Time.Now - since > SupersededWithin)
                Fail(
                    $"{session} runs at {string.Join(" and ", nodes.Select(node => node.Name))}, which have been in "
                    + $"contact since {since}");
        }
    }

    private void CheckLoad(VirtualSubstation substation)
    {
        // A clock that went back while the process was down hides that a session has ended, where its end is not on
        // record: it is resumed with its full duration, beside those that took its power. Nothing is started until
        // there is room again.
        if (world.Story.Has(ChargingFaults.Clocks))
            return;
        var (machine, node) = (substation.Machine!, world.Node(substation.Self.Node));
        if (machine.Load > substation.Plan.Rating)
            Fail($"{machine.Id} takes {machine.Load} of {substation.Plan.Rating}");

        // What clients were told runs, whatever the substation knows of it.
        var told = _running.Values.Where(session => session.Substation == machine.Id && session.ExpectedEnd > node.Clock
            && node.Ledger.Find(session.Id) is { State: SessionState.Active } standing
            && standing.Substation == machine.Id)
            .Aggregate(Kilowatts.Zero, (sum, session) => sum + session.Granted);
        if (told > substation.Plan.Rating)
            Fail($"{machine.Id} takes {told} of {substation.Plan.Rating}, as clients were told");
    }

    private IEnumerable<Substation<ChargingActor>> Machines() =>
        world.All.SelectMany(node => node.Substations).Select(substation => substation.Machine)
            .OfType<Substation<ChargingActor>>();

    private void Fail(string what) => _violations.Add($"{world.Time.Now:mm\\:ss\\.fff} {what}");

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <summary>A request that has no answer yet.</summary>
/// <param name="request">The request.</param>
/// <param name="at">When it arrived.</param>
/// <param name="leastFree">The least power that each substation has had free since.</param>
internal sealed class Asked(ChargeRequest request, TimeSpan at, Dictionary<SubstationId, Kilowatts> leastFree)
{
    public ChargeRequest Request { get; } = request;

    public TimeSpan At { get; } = at;

    public IReadOnlyDictionary<SubstationId, Kilowatts> LeastFree => leastFree;

    public void SeeFree(SubstationId substation, Kilowatts free)
    {
        if (!leastFree.TryGetValue(substation, out var least) || free < least)
            leastFree[substation] = free;
    }
}
