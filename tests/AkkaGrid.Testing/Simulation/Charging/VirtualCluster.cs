using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>
/// The cluster under a charging grid, as it behaves and not how: nodes that cannot be reached are removed by the
/// majority, the balancer moves with a pause, and a node that was removed builds its next actor system and joins again.
/// It also makes the nodes fail.
/// </summary>
internal sealed class VirtualCluster(ChargingWorld world)
{
    private static readonly TimeSpan UnreachableAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstFault = TimeSpan.FromSeconds(3);

    private readonly List<(ChargingNode Node, HostingNode Identity)> _members = [];
    private ChargingNode? _balancerAt;
    private ChargingNode? _failing;

    /// <summary>The members and their identities, the oldest first.</summary>
    public IReadOnlyList<(ChargingNode Node, HostingNode Identity)> Members => _members;

    /// <summary>When a cut link was whole again last.</summary>
    public TimeSpan HealedAt { get; private set; }

    public void Form()
    {
        world.Time.After(Draw(500, 1_500), () =>
        {
            foreach (var node in world.All)
                Join(node);
            Move();
        });
        world.Time.After(FirstFault, Fail);
    }

    /// <summary>Ends all faults: everything runs and can be reached again.</summary>
    public void Recover()
    {
        Heal();
        foreach (var node in world.All)
        {
            if (node.IsFrozen)
                Thaw(node);
            if (!node.IsUp)
                node.Start(world.SkewOf(node));
            world.Time.After(Draw(6_000, 9_000), () => JoinUnlessMember(node));
        }
    }

    private void Fail()
    {
        world.Time.After(Draw(1_000, 6_000), Fail);
        if (_failing is not null
            || world.Time.Now > world.Story.Length - TimeSpan.FromSeconds(5)
            || _members.Count < ChargingWorld.Nodes)
            return;

        // The balancer's node more often than others: more depends on it.
        var node = world.Chance.Next(2) == 0 && _balancerAt is { } balancer
            ? balancer
            : _members[world.Chance.Next(_members.Count)].Node;
        ChargingFaults[] kinds =
            [ChargingFaults.Freezes, ChargingFaults.Kills, ChargingFaults.Partitions, ChargingFaults.Leaves];
        var possible = kinds.Where(world.Story.Has).ToArray();
        if (possible.Length == 0)
            return;
        _failing = node;
        switch (possible[world.Chance.Next(possible.Length)])
        {
            case ChargingFaults.Freezes:
                Freeze(node);
                break;
            case ChargingFaults.Kills:
                Kill(node);
                break;
            case ChargingFaults.Partitions:
                Isolate(node);
                break;
            case ChargingFaults.Leaves:
                Leave(node);
                break;
        }
    }

    private void Freeze(ChargingNode node)
    {
        var (length, removedAfter) = (Draw(500, 14_000), Draw(4_500, 6_500));
        node.Freeze();
        if (length > UnreachableAfter)
            world.Time.After(UnreachableAfter, () => SetReachable(node, isReachable: false));
        if (length > removedAfter)
            world.Time.After(removedAfter, () => Remove(node));
        world.Time.After(length, () =>
        {
            Thaw(node);
            Return(node, wasRemoved: length > removedAfter);
        });
    }

    private void Kill(ChargingNode node)
    {
        node.Kill();
        world.Time.After(Draw(500, 2_500), () => Remove(node));
        world.Time.After(Draw(3_000, 9_000), () =>
        {
            if (!node.IsUp)
                node.Start(world.SkewOf(node));
            JoinLater(node);
        });
    }

    private void Isolate(ChargingNode node)
    {
        var (length, removedAfter) = (Draw(500, 16_000), Draw(4_500, 6_500));
        world.Network.Isolate(node.Name, world.All.Select(other => other.Name));
        if (length > UnreachableAfter)
            world.Time.After(UnreachableAfter, () => SetReachable(node, isReachable: false));
        if (length > removedAfter)
        {
            world.Time.After(removedAfter, () => Remove(node));

            // The minority notices as well, sooner or later than the majority.
            world.Time.After(Draw(4_500, 8_000), node.RestartActorSystem);
            world.Time.After(
                length > TimeSpan.FromSeconds(8) ? length : TimeSpan.FromSeconds(8), () => JoinLater(node));
        }

        world.Time.After(length, () =>
        {
            Heal();
            if (length <= removedAfter)
                Return(node, wasRemoved: false);
        });
    }

    private void Leave(ChargingNode node)
    {
        node.StopBalancer();
        Remove(node);
        world.Time.After(Draw(100, 500), () => RestartActorSystem(node));
        world.Time.After(Draw(1_000, 3_000), () => JoinLater(node));
    }

    private void Return(ChargingNode node, bool wasRemoved)
    {
        if (!wasRemoved)
        {
            world.Time.After(Draw(50, 500), () =>
            {
                SetReachable(node, isReachable: true);
                _failing = null;
            });
            return;
        }

        // It goes on as if nothing had been, until it hears that it has been removed.
        world.Time.After(Draw(100, 3_000), () =>
        {
            RestartActorSystem(node);
            JoinLater(node);
        });
    }

    private void JoinLater(ChargingNode node) => world.Time.After(Draw(1_000, 3_000), () =>
    {
        JoinUnlessMember(node);
        _failing = null;
    });

    private void JoinUnlessMember(ChargingNode node)
    {
        if (_members.All(member => member.Node != node) && node is { IsUp: true, IsFrozen: false })
            Join(node);
    }

    private void Join(ChargingNode node)
    {
        _members.Add((node, node.Identity));
        foreach (var balancer in BalancersThatSee(node))
        {
            balancer.NodeUp(node.Identity, isSeed: true);
            balancer.NodeReachable(node.Identity, isReachable: true);
        }
    }

    private void Remove(ChargingNode node)
    {
        var index = _members.FindIndex(member => member.Node == node);
        if (index < 0)
            return;
        var identity = _members[index].Identity;
        _members.RemoveAt(index);
        foreach (var other in world.All.Where(other =>
            other != node && other is { IsUp: true, IsFrozen: false, Balancer: not null }))
            other.Balancer!.Term.NodeRemoved(identity, other.Clock);
        if (_balancerAt == node)
            world.Time.After(Draw(200, 2_500), Move);
    }

    private void Move()
    {
        if (_members.Count == 0
            || (_balancerAt is { } at && _members.Exists(member => member.Node == at && at.Balancer is not null)))
            return;
        _balancerAt = _members[0].Node;
        if (_balancerAt.Balancer is null && _balancerAt.IsUp)
            _balancerAt.StartBalancer();
    }

    private void SetReachable(ChargingNode node, bool isReachable)
    {
        if (!_members.Exists(member => member.Node == node))
            return;
        var identity = _members.Find(member => member.Node == node).Identity;
        foreach (var other in world.All.Where(other => other is { IsUp: true, IsFrozen: false, Balancer: not null }))
        {
            if (other != node)
                other.Balancer!.Term.NodeReachable(identity, isReachable);
            else
                foreach (var member in _members.Where(member => member.Node != node))
                    other.Balancer!.Term.NodeReachable(member.Identity, isReachable);
        }
    }

    private IEnumerable<BalancerTerm<ChargingActor>> BalancersThatSee(ChargingNode node) =>
        world.All.Where(other => other.Balancer is not null && world.IsInContact(other, node))
            .Select(other => other.Balancer!.Term);

    private void RestartActorSystem(ChargingNode node)
    {
        if (node is { IsUp: true, IsFrozen: false } && _members.All(member => member.Node != node))
            node.RestartActorSystem();
    }

    private static void Thaw(ChargingNode node)
    {
        if (node is { IsUp: true, IsFrozen: true })
            node.Thaw();
    }

    private void Heal()
    {
        if (!world.Network.IsCut)
            return;
        world.Network.Heal();
        HealedAt = world.Time.Now;
    }

    private TimeSpan Draw(int least, int most) => TimeSpan.FromMilliseconds(world.Chance.Next(least, most + 1));
}
