using System.Collections.Immutable;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Testing.Simulation.Formation;

/// <summary>
/// A cluster as Akka keeps it, in outline: members notice who cannot be reached, a static quorum of the seeds downs the
/// others, a process that has ended is downed sooner, and a newcomer gets in while all reach each other.
/// </summary>
public sealed class GridCluster
{
    private static readonly TimeSpan HeartbeatPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WeaklyUpAfter = TimeSpan.FromSeconds(7);

    private readonly VirtualGrid _grid;
    private readonly VirtualCluster _history = new();
    private readonly List<Member> _members = [];
    private readonly List<(FormationNode Node, FormationLife Life, TimeSpan Since)> _joining = [];
    private readonly Dictionary<(Member, Member), TimeSpan> _heard = [];
    private HashSet<(Member, Member)> _missed = [];
    private TimeSpan _stableSince;

    /// <summary>A cluster that a node founds.</summary>
    internal GridCluster(VirtualGrid grid, FormationNode founder)
    {
        _grid = grid;
        Enter(founder);
        Record();
    }

    /// <summary>A part of a cluster that goes on without the rest.</summary>
    private GridCluster(VirtualGrid grid, IEnumerable<Member> members)
    {
        _grid = grid;
        foreach (var member in members)
        {
            Enter(member);
            member.Node.Cluster = this;
        }

        Record();
    }

    /// <summary>Whether all members are there and reach each other.</summary>
    public bool IsWhole => _missed.Count == 0 && _members.All(member => member is { IsAlive: true, IsDowned: false });

    /// <summary>How many members it has.</summary>
    public int Count => _members.Count;

    internal bool IsOver => _members.Count == 0;

    private TimeSpan Now => _grid.Time.Now;

    public override string ToString() =>
        string.Join(", ", _members.Select(member => $"{member.Node.Address}{(member.IsAlive ? "" : " (dead)")}"));

    internal ClusterMembership MembershipOf(FormationNode node, TimeSpan lag)
    {
        if (Find(node) is not { } self)
            return new ClusterMembership([], Since: 0);
        return new ClusterMembership(_history.At(Now - lag > self.EnteredAt ? Now - lag : self.EnteredAt), self.Since);
    }

    internal IReadOnlyDictionary<string, NodeAddress> LiveMembersOf(FormationNode node)
    {
        var live = new Dictionary<string, NodeAddress>();
        var self = Find(node);
        foreach (var member in _members.Where(member => self is not null && Reaches(self, member)))
            live.TryAdd(member.Name, member.Node.Address);
        return live;
    }

    /// <summary>
    /// A node asks a member to let it in. Its predecessor at the same address is removed first, and it has to ask
    /// again.
    /// </summary>
    internal void RequestJoin(FormationNode at, FormationNode node, FormationLife life)
    {
        if (Find(at) is not { IsDowned: false }
            || life != node.Life
            || node.Cluster is not null
            || _joining.Any(joining => joining.Life == life))
            return;
        if (_members.RemoveAll(member => member.Node == node) > 0)
            Record();
        else
            _joining.Add((node, life, Now));
    }

    /// <summary>A member has all be downed. Those that it cannot tell are left behind.</summary>
    internal void Yield(FormationNode by)
    {
        foreach (var member in _members.Where(member => member is { IsAlive: true, IsDowned: false }))
        {
            if (member.Node == by || !_grid.IsCut(by.Address, member.Node.Address))
                Down(member);
        }

        Record();
    }

    /// <summary>Notices who cannot be reached, and acts on it.</summary>
    internal void Watch()
    {
        if (!_members.Any(member => member.IsAlive))
        {
            _members.Clear();
            return;
        }

        Listen();
        BuryTheDead();
        if (_missed.Count > 0 && Now - _stableSince >= StableAfter)
            Resolve();
        Admit();
        Record();
    }

    private void Listen()
    {
        var missed = new HashSet<(Member, Member)>();
        foreach (var (one, other) in Pairs())
        {
            if (one.IsAlive && other.IsAlive && !_grid.IsCut(one.Node.Address, other.Node.Address) && !_grid.IsCut(
                other.Node.Address, one.Node.Address))
                _heard[(one, other)] = Now;
            else if (Now - _heard.GetValueOrDefault((one, other)) > HeartbeatPause)
                missed.Add((one, other));
        }

        if (!missed.SetEquals(_missed))
            _stableSince = Now;
        _missed = missed;
    }

    private IEnumerable<(Member, Member)> Pairs() =>
        from i in Enumerable.Range(0, _members.Count)
        from j in Enumerable.Range(i + 1, _members.Count - i - 1)
        select (_members[i], _members[j]);

    private Member? Find(FormationNode node) => _members.Find(member => member.Node == node);

    private bool Reaches(Member one, Member other) =>
        !_missed.Contains((one, other)) && !_missed.Contains((other, one));

    /// <summary>
    /// Whose machine answers that the process has ended is downed at once by a majority of the seeds.
    /// </summary>
    private void BuryTheDead()
    {
        foreach (var dead in _members.Where(member => !member.IsAlive && member.Node.IsDeserted).ToList())
        {
            if (_members.Any(witness => witness is { IsAlive: true, IsDowned: false } && !Reaches(witness, dead)
                && !_grid.IsCut(witness.Node.Address, dead.Node.Address)
                && HasQuorum(_members.Where(other => other.IsAlive && Reaches(witness, other)), witness)))
                Remove(dead);
        }
    }

    /// <summary>
    /// The split brain resolver: of the parts that reach each other only one with enough seeds goes on.
    /// </summary>
    private void Resolve()
    {
        var left = _members.Where(member => member.IsAlive).ToList();
        var parts = new List<List<Member>>();
        while (left.Count > 0)
        {
            var part = new List<Member> { left[0] };
            for (var next = 0; next < part.Count; next++)
                part.AddRange(left.Where(member => !part.Contains(member) && Reaches(part[next], member)).ToList());
            left.RemoveAll(part.Contains);
            parts.Add(part);
        }

        var going = parts.Select(Survivors).Where(part => part.Count > 0).ToList();
        foreach (var member in _members.Where(member => member.IsAlive && !going.Any(part => part.Contains(member)))
            .ToList())
            Down(member);
        _members.RemoveAll(member => !going.Any(part => part.Contains(member)));
        foreach (var part in going.Skip(1))
        {
            _members.RemoveAll(part.Contains);
            _grid.Add(new GridCluster(_grid, part));
        }

        Listen();
    }

    private List<Member> Survivors(List<Member> part)
    {
        List<Member> whole = [.. part.Where(member => part.All(other => Reaches(member, other)))];
        if (whole.MinBy(member => member.Node.Address.Value, StringComparer.Ordinal) is not { } leader)
            return [];
        var isTooLarge = _members.Count(member => member.IsSeed) > (2 * leader.Life.Settings.Majority) - 1;
        return !isTooLarge && HasQuorum(whole, leader) ? whole : [];
    }

    private static bool HasQuorum(IEnumerable<Member> members, Member decider) =>
        members.Count(member => member.IsSeed) >= decider.Life.Settings.Majority;

    private void Admit()
    {
        foreach (var (node, life, since) in _joining.ToList())
        {
            if (life == node.Life && node.Cluster is null && _missed.Count > 0 && Now - since < WeaklyUpAfter)
                continue;
            _joining.Remove((node, life, since));
            if (life == node.Life
                && node.Cluster is null
                && _members.Any(member => member is { IsAlive: true, IsDowned: false }))
                Enter(node);
        }
    }

    private void Enter(FormationNode node)
    {
        _members.RemoveAll(member => member.Node == node);
        Enter(new Member(node, node.Life!, Now));
        node.Cluster = this;
        node.Life!.Formation.Joined();
    }

    private void Enter(Member member)
    {
        foreach (var other in _members)
            _heard[(other, member)] = Now;
        _members.Add(member);
    }

    private static void Down(Member member)
    {
        if (member.IsDowned)
            return;
        member.IsDowned = true;
        member.Node.Down();
    }

    private void Remove(Member member)
    {
        _members.Remove(member);
        _missed.RemoveWhere(pair => pair.Item1 == member || pair.Item2 == member);
    }

    private void Record()
    {
        ImmutableArray<ClusterMember> present = [.. _members.Select(member => new ClusterMember(
            member.Node.Address,
            !member.IsDowned && _members.All(other => other == member || Reaches(member, other))))];
        if (!present.AsSpan().SequenceEqual(_history.Present.AsSpan()))
            _history.Change(Now, present);
    }

    private sealed class Member(FormationNode node, FormationLife life, TimeSpan enteredAt)
    {
        public FormationNode Node => node;

        public FormationLife Life => life;

        public string Name { get; } = node.Name;

        public bool IsSeed => life.Settings.IsSeed;

        public TimeSpan EnteredAt => enteredAt;

        public long Since { get; } = node.WallTime.ToUnixTimeMilliseconds();

        public bool IsAlive => node.Life == life;

        public bool IsDowned { get; set; }
    }
}
