using System.Collections.Immutable;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Testing.Simulation.Formation;

/// <summary>
/// A machine's way into a cluster: its process runs the real formation in one actor system after another, with the vote
/// on the machine's disk.
/// </summary>
/// <remarks>
/// A node whose name is taken stops looking for a cluster until its process starts again. In production that ends the
/// process; here the store goes on, for its stories are about twins that live.
/// </remarks>
public sealed class FormationNode : IFormationPort
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxFounding = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxLag = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan RebuildPause = TimeSpan.FromMilliseconds(100);
    private static readonly ImmutableDictionary<string, NodeAddress> Nobody =
        ImmutableDictionary<string, NodeAddress>.Empty;

    private readonly VirtualNode _node;
    private readonly VirtualDisk _disk;
    private readonly VirtualGrid _grid;
    private readonly Chance _chance;
    private int _seedCount;
    private TimeSpan _started;
    private ulong _boots = 1;
    private bool _isPowerless;

    internal FormationNode(VirtualNode node, VirtualDisk disk, VirtualGrid grid, ImmutableArray<NodeAddress> seeds)
    {
        (_node, _disk, _grid, _seedCount, Seeds) = (node, disk, grid, node.Seeds, seeds);
        Address = new NodeAddress(node.Machine.Value);
        _chance = grid.Chance.Of(node.Machine.Value);
        disk.VoteLost = () => grid.Witness.LostVote(Address, grid.Time.Now);
    }

    /// <summary>Where the node is: its machine.</summary>
    public NodeAddress Address { get; }

    /// <summary>The name of the node.</summary>
    public string Name => _node.Name.Value;

    /// <summary>The configured seeds.</summary>
    public ImmutableArray<NodeAddress> Seeds { get; private set; }

    /// <summary>How many seeds are configured.</summary>
    public int SeedCount => _seedCount;

    /// <summary>The actor system; null while there is none.</summary>
    public FormationLife? Life { get; private set; }

    /// <summary>The cluster that it is in.</summary>
    public GridCluster? Cluster { get; internal set; }

    /// <summary>Whether its name was taken.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>How often an actor system was started.</summary>
    public ulong Starts { get; private set; }

    /// <summary>Whether the machine answers that no process listens at the address.</summary>
    internal bool IsDeserted => !_node.IsUp && !_isPowerless;

    /// <summary>What the clock of the machine shows, which can be set.</summary>
    internal DateTimeOffset WallTime => _node.WallTime;

    /// <inheritdoc/>
    public ClusterMembership Membership =>
        Cluster?.MembershipOf(this, Luck("lag").Share * MaxLag) ?? new ClusterMembership([], Since: 0);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, NodeAddress> LiveMembers => Cluster?.LiveMembersOf(this) ?? Nobody;

    private ClockReading Clock => new($"{Address} boot {_boots}", _grid.Time.Now);

    /// <summary>The process starts.</summary>
    public void Boot()
    {
        if (_isPowerless)
            _boots++;
        _isPowerless = HasGivenUp = false;
        Start();
    }

    /// <summary>The process ends without a word.</summary>
    public void Kill() => (Life, Cluster) = (null, null);

    /// <summary>The machine goes too.</summary>
    public void LosePower() => _isPowerless = true;

    /// <summary>Starts with other seeds the next time.</summary>
    public void Configure(int seeds)
    {
        if (seeds != _seedCount)
            (_seedCount, Seeds) = (seeds, _grid.Seeds.First(seeds));
    }

    /// <summary>Is taken away for good.</summary>
    public void Remove()
    {
        Kill();
        LosePower();
        _grid.Remove(this);
    }

    /// <inheritdoc/>
    public void Send(NodeAddress to, IFormationMessage message) => _grid.Send(this, to, node => node.Receive(message));

    /// <inheritdoc/>
    public void Cast(CastVote vote)
    {
        var granted = _grid.Time.Now;
        Later(_node.DiskLatency(), () =>
        {
            if (_node.IsDiskFull)
                return;
            if (_grid.Saboteur.WritesVotes)
                _disk.Vote = new PersistedVote(vote.Candidate, Clock);
            _grid.Witness.Voted(Address, vote.Candidate, granted, Life!.Settings.VoteLease);
            Send(vote.Candidate, new Vote(Address, vote.Round));
        });
    }

    /// <inheritdoc/>
    public void Join(NodeAddress at)
    {
        var life = Life!;
        if (at != Address)
        {
            _grid.Send(this, at, node => node.Cluster?.RequestJoin(node, this, life));
            return;
        }

        _grid.Elected(this, life);
        Later(Luck("found").Share * MaxFounding, () => _grid.Found(this));
    }

    /// <inheritdoc/>
    public void Yield(ClusterCard to)
    {
        _grid.Witness.Yields++;
        Cluster?.Yield(this);
    }

    /// <inheritdoc/>
    public void GiveUp(NameTaken because)
    {
        HasGivenUp = true;
        Life!.Formation.IsSeeking = false;
    }

    /// <summary>The node was downed: its actor system ends soon, and another one takes its place.</summary>
    internal void Down()
    {
        Life!.Formation.Ending();
        Later(Luck("down").Between(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)), () =>
        {
            Kill();
            var starts = Starts;
            _grid.Time.After(RebuildPause, () =>
            {
                if (_node.IsUp && starts == Starts)
                    Start();
            });
        });
    }

    /// <summary>The operator starts the formation again where the name was taken and is not any more.</summary>
    internal void TryAgain()
    {
        if (!HasGivenUp || !_node.IsUp)
            return;
        Kill();
        HasGivenUp = false;
        Start();
    }

    private void Start()
    {
        var settings = _grid.Saboteur.Configure(new FormationSettings(Address, Name, Seeds));
        _started = _grid.Time.Now;
        Life = new FormationLife(settings, _chance.Of("start").Of(++Starts).Bits, this);
        if (_disk.Vote is { } vote
            && vote.Remaining(settings.VoteLease, Clock) is var remaining
            && remaining > TimeSpan.Zero)
            Life.Formation.RestoreVote(vote.Candidate, remaining, TimeSpan.Zero);
        if (HasGivenUp)
            Life.Formation.IsSeeking = false;
        KeepTicking(_chance.Of("tick").Of(Starts).Between(TimeSpan.Zero, Interval));
    }

    private void Receive(IFormationMessage message) => Life?.Receive(message, _grid.Time.Now - _started);

    private void KeepTicking(TimeSpan first) => Later(first, () =>
    {
        Life!.Tick(_grid.Time.Now - _started);
        KeepTicking(Interval);
    });

    /// <summary>Does something after a while, unless the actor system has ended by then.</summary>
    private void Later(TimeSpan delay, Action action)
    {
        var life = Life;
        _grid.Time.After(delay, () =>
        {
            if (life == Life)
                action();
        });
    }

    private Chance Luck(string what) => _chance.Of(what).Of((ulong)_grid.Time.Now.Ticks);
}
