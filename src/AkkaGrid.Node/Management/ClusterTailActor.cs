using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Management;

/// <summary>Sees what changes in the cluster, for as long as this actor system is in it.</summary>
internal sealed class ClusterTailActor(ClusterTail tail, TimeProvider time) : UntypedActor
{
    /// <summary>The name of this actor.</summary>
    public const string Name = "cluster-tail";

    private readonly Cluster _cluster = Cluster.Get(Context.System);

    protected override void PreStart() => _cluster.Subscribe(
        Self,
        ClusterEvent.InitialStateAsSnapshot,
        typeof(ClusterEvent.IMemberEvent),
        typeof(ClusterEvent.ReachabilityEvent),
        typeof(ClusterEvent.LeaderChanged),
        typeof(ClusterEvent.ClusterShuttingDown));

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        tail.Tell(new ClusterChange(time.GetUtcNow(), ClusterChanges.ShuttingDown));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState:
                // Who begins to tail is told the members by the view.
                break;
            case ClusterEvent.IMemberEvent change when KindOf(change) is { } kind:
                Tell(kind, change.Member, !_cluster.State.Unreachable.Contains(change.Member));
                break;
            case ClusterEvent.UnreachableMember gone:
                Tell(ClusterChanges.Unreachable, gone.Member, reachable: false);
                break;
            case ClusterEvent.ReachableMember back:
                Tell(ClusterChanges.Reachable, back.Member, reachable: true);
                break;
            case ClusterEvent.LeaderChanged change:
                tail.Tell(new ClusterChange(time.GetUtcNow(), ClusterChanges.LeaderChanged, Leader: change.Leader?.ToString()));
                break;
            case ClusterEvent.ClusterShuttingDown:
                // Akka goes on to remove every member, one by one; the others are still there, only this node is not.
                Become(static _ => { });
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static string? KindOf(ClusterEvent.IMemberEvent change) => change switch
    {
        ClusterEvent.MemberJoined => ClusterChanges.Joined,
        ClusterEvent.MemberWeaklyUp => ClusterChanges.WeaklyUp,
        ClusterEvent.MemberUp => ClusterChanges.Up,
        ClusterEvent.MemberLeft => ClusterChanges.Left,
        ClusterEvent.MemberExited => ClusterChanges.Exited,
        ClusterEvent.MemberDowned => ClusterChanges.Downed,
        ClusterEvent.MemberRemoved => ClusterChanges.Removed,
        _ => null,
    };

    private void Tell(string kind, Member member, bool reachable) =>
        tail.Tell(new ClusterChange(time.GetUtcNow(), kind, ClusterView.Shown(member, reachable)));
}
