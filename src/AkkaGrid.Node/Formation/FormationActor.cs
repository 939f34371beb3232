using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Core.Formation;
using AkkaGrid.Node.Hosting;

namespace AkkaGrid.Node.Formation;

/// <summary>Brings this node into a cluster, and answers the nodes that want to join.</summary>
/// <remarks>Every node has one at <see cref="Path"/>; they find each other by the addresses of the seeds.</remarks>
internal sealed class FormationActor : UntypedActor, IWithTimers
{
    /// <summary>The name of this actor.</summary>
    public const string Name = "formation";

    /// <summary>The path of this actor below a node's address.</summary>
    public const string Path = $"/user/{Name}";

    // While the node is in no cluster, it logs a warning each time that so many ticks have passed.
    private const int TicksPerWarning = 40;

    private readonly FormationParts _parts;
    private readonly ClusterFormation _formation;
    private readonly ClusterMeeting _meeting;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly long _start;
    private int _ticks;
    private DateTimeOffset _memberSince;

    public FormationActor(FormationParts parts)
    {
        _parts = parts;
        _start = parts.Time.GetTimestamp();
        _formation = new ClusterFormation(parts.Settings, parts.Incarnation) { IsSeeking = parts.SeeksAtStart };
        _meeting = new ClusterMeeting(parts.Settings, parts.Incarnation);
        if (parts.Votes.Read(parts.Settings.VoteLease) is var (candidate, remaining))
            _formation.RestoreVote(candidate, remaining, Now);
    }

    /// <summary>An operator wants this node in a cluster.</summary>
    /// <param name="At">A member of the cluster; null for any that a seed is in.</param>
    internal sealed record JoinCluster(Address? At);

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _parts.Time.GetElapsedTime(_start);

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, _parts.Interval);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick when _formation.IsMember:
                Execute(_meeting.Tick(Membership(), Now));
                break;
            case Tick:
                Execute(_formation.Tick(Now));
                WarnPeriodically();
                break;
            case JoinRequest question:
                Execute(_meeting.Receive(question, Membership(), Now));
                break;
            case JoinOffer answer:
                Execute(_meeting.Receive(answer, Membership(), Now));
                break;
            case IFormationMessage received:
                Execute(_formation.Receive(received, Now, LiveMembers()));
                break;
            case VoteWritten written:
                SendTo(written.Vote.Candidate, new Vote(_parts.Settings.Self, written.Vote.Round));
                break;
            case Status.Failure failure:
                _parts.Log.LogError(failure.Cause, "{Node} casts no vote: it cannot persist it", _parts.Settings.Name);
                break;
            case ClusterEvent.MemberStatusChange change when change.Member.UniqueAddress == _cluster.SelfUniqueAddress:
                OnSelf(change.Member.Status);
                break;
            case ClusterEvent.IMemberEvent:
                break;
            case JoinCluster seek:
                _formation.IsSeeking = true;
                if (seek.At is { } at && !_formation.IsMember)
                    _cluster.Join(at);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Execute(IReadOnlyList<IFormationStep> steps)
    {
        foreach (var step in steps)
            switch (step)
            {
                case SendMessage send:
                    SendTo(send.To, send.Message);
                    break;
                case CastVote vote:
                    _parts.Votes.WriteAsync(vote.Candidate, _parts.Settings.VoteLease)
                        .PipeTo(Self, success: () => new VoteWritten(vote));
                    break;
                case Join join:
                    JoinAt(join.At);
                    break;
                case DissolveCluster { To: var other }:
                    YieldTo(other);
                    break;
                case AbandonJoin { Because: var refusal }:
                    _formation.IsSeeking = false;
                    _parts.Failure.Report(
                        $"The name '{refusal.Name}' is taken: a live node at {refusal.LivesAt} has it. Give this node "
                        +
                        "another AkkaGrid:Name, or stop the other one.");
                    break;
                default:
                    throw new InvalidOperationException($"{step} is not a step of the formation");
            }
    }

    private void JoinAt(NodeAddress at)
    {
        if (at == _parts.Settings.Self)
            _parts.Log.LogInformation("{Node} founds a cluster", _parts.Settings.Name);
        else
            _parts.Log.LogInformation("{Node} joins the cluster at {Seed}", _parts.Settings.Name, at);
        _cluster.Join(Address.Parse(at.Value));
    }

    // All members are downed at once, as the split brain resolver does: each restarts its actor system and seeks a
    // cluster.
    private void YieldTo(ClusterCard other)
    {
        _parts.Log.LogWarning(
            "{Node}: this cluster has met the cluster of {Oldest}, which has {Seeds} of {AllSeeds} seeds and remains. "
                + "The members of this cluster restart their actor systems and join the other one",
            _parts.Settings.Name, other.Oldest, other.Seeds, _parts.Settings.Seeds.Length);
        foreach (var member in _cluster.State.Members)
            _cluster.Down(member.Address);
    }

    private void OnSelf(MemberStatus status)
    {
        if (status is MemberStatus.Joining)
            return;
        if (!_formation.IsMember && status is MemberStatus.Up or MemberStatus.WeaklyUp)
        {
            _memberSince = _parts.Time.GetUtcNow();
            _parts.Log.LogInformation("{Node} is a member of the cluster", _parts.Settings.Name);
        }
        _formation.Joined();
        if (status is not (MemberStatus.Up or MemberStatus.WeaklyUp))
            _formation.Ending();
    }

    private void WarnPeriodically()
    {
        if (_formation.IsSeeking && ++_ticks % TicksPerWarning == 0)
            _parts.Log.LogWarning(
                "{Node} is in no cluster: it sees {Seen} of {Seeds} seeds and needs {Majority}. Its store serves "
                    + "alone; it keeps trying",
                _parts.Settings.Name,
                _formation.SeedsInSight(Now),
                _parts.Settings.Seeds.Length,
                _parts.Settings.Majority);
    }

    private Dictionary<string, NodeAddress> LiveMembers()
    {
        var state = _cluster.State;
        var live = new Dictionary<string, NodeAddress>();
        foreach (var member in state.Members.Where(member => !state.Unreachable.Contains(member)))
            live.TryAdd(NodeRoles.NameOf(member), new NodeAddress(member.Address.ToString()));
        return live;
    }

    private ClusterMembership Membership()
    {
        var state = _cluster.State;
        return new ClusterMembership(
            [.. state.Members.Order(Member.AgeOrdering).Select(member => new ClusterMember(
                new NodeAddress(member.Address.ToString()),
                member.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up
                    && !state.Unreachable.Contains(member)))],
            _memberSince.ToUnixTimeMilliseconds());
    }

    private static void SendTo(NodeAddress to, IFormationMessage message) =>
        Context.ActorSelection(to.Value + Path).Tell(message);

    private sealed record VoteWritten(CastVote Vote);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
