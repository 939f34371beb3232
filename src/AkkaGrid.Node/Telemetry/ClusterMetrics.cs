using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Management;
using Prometheus;

namespace AkkaGrid.Node.Telemetry;

/// <summary>The cluster's metrics, as this node sees it; read when they are scraped.</summary>
internal sealed class ClusterMetrics
{
    /// <summary>Gauge: members by status.</summary>
    public const string Members = "cluster_members";

    /// <summary>Gauge: members that this node cannot reach.</summary>
    public const string Unreachable = "cluster_unreachable_members";

    /// <summary>Gauge: 1 while this node is in a cluster, else 0.</summary>
    public const string IsMember = "cluster_is_member";

    /// <summary>Counter: how often this node's actor system was built again.</summary>
    public const string Restarts = "cluster_actor_system_restarts_total";

    /// <summary>Gauge: 1 for the member that the balancer runs on, as far as this node knows.</summary>
    public const string Balancer = "cluster_balancer";

    /// <summary>Counter: dead letters, messages to actors that no longer exist.</summary>
    public const string DeadLetters = "cluster_dead_letters_total";

    /// <summary>Counter: messages that an actor did not handle.</summary>
    public const string UnhandledMessages = "cluster_unhandled_messages_total";

    private static readonly string[] Statuses = ["joining", "weaklyup", "up", "leaving", "exiting", "down"];

    private readonly Gauge _members;
    private readonly Gauge _unreachable;
    private readonly Gauge _isMember;
    private readonly Counter _restarts;
    private readonly Gauge _balancer;
    private readonly Counter _deadLetters;
    private readonly Counter _unhandled;

    public ClusterMetrics(CollectorRegistry registry, ClusterView view, ActorSystemHandle handle)
    {
        var metrics = Metrics.WithCustomRegistry(registry);
        _members = metrics.CreateGauge(Members, "Members of the cluster by status, as this node sees it.", "status");
        _unreachable = metrics.CreateGauge(Unreachable, "Members that this node cannot reach.");
        _isMember = metrics.CreateGauge(IsMember, "1 while this node is in a cluster, else 0.");
        _restarts = metrics.CreateCounter(Restarts, "How often this node's actor system was built again.");
        _balancer = metrics.CreateGauge(
            Balancer, "1 for the member that the balancer runs on, as far as this node knows.", "at");
        _deadLetters = metrics.CreateCounter(DeadLetters, "Messages to actors that no longer exist.");
        _unhandled = metrics.CreateCounter(UnhandledMessages, "Messages that an actor did not handle.");
        registry.AddBeforeCollectCallback(() => Read(view, handle));
    }

    /// <summary>Counts a dead letter.</summary>
    public void DeadLetter() => _deadLetters.Inc();

    /// <summary>Counts an unhandled message.</summary>
    public void Unhandled() => _unhandled.Inc();

    private void Read(ClusterView view, ActorSystemHandle handle)
    {
        var isMember = view.IsMember;
        var shown = isMember ? view.Members() : null;
        var members = shown?.Members ?? [];
        foreach (var status in Statuses)
            _members.WithLabels(status).Set(members.Count(member => member.Status == status));
        _unreachable.Set(members.Count(member => !member.Reachable));
        _isMember.Set(isMember ? 1 : 0);
        _restarts.IncTo(handle.Restarts);
        ShowBalancer(shown?.BalancerNode);
    }

    private void ShowBalancer(string? node)
    {
        foreach (var labels in _balancer.GetAllLabelValues().Where(labels => labels[0] != node).ToArray())
            _balancer.RemoveLabelled(labels);
        if (node is not null)
            _balancer.WithLabels(node).Set(1);
    }
}
