using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Management;

/// <summary>
/// Passes the changes of the cluster on to <see cref="ClusterTail"/>, as long as this actor system is in it.
/// </summary>
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
                // A new tail gets the members from the view.
                break;
            case ClusterEvent.IMemberEvent change when KindOf(change) is { } kind:
                Publish(kind, change.Member, !_cluster.State.Unreachable.Contains(change.Member));
                break;
            case ClusterEvent.UnreachableMember gone:
                Publish(ClusterChanges.Unreachable, gone.Member, reachable: false);
                break;
            case ClusterEvent.ReachableMember back:
                Publish(ClusterChanges.Reachable, back.Member, reachable: true);
                break;
            case ClusterEvent.LeaderChanged change:
                tail.Tell(new ClusterChange(
                    time.GetUtcNow(), ClusterChanges.LeaderChanged, Leader: change.Leader?.ToString()));
                break;
            case ClusterEvent.ClusterShuttingDown:
                // Akka then reports every member as removed, one by one; but only this node has left.
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

    private void Publish(string kind, Member member, bool reachable) =>
        tail.Tell(new ClusterChange(time.GetUtcNow(), kind, ClusterView.Shown(member, reachable)));
}
