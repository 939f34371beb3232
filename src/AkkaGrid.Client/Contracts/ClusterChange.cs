namespace AkkaGrid.Client.Contracts;

/// <summary>Something that has changed in the cluster, as the node that is asked has seen it.</summary>
/// <param name="At">When the node has seen it, by its clock.</param>
/// <param name="Event">One of <see cref="ClusterChanges"/>.</param>
/// <param name="Member">
/// The member that it happened to, as it is since then; absent where it happened to the cluster.
/// </param>
/// <param name="Leader">For <c>leader-changed</c> the address of the leader; absent where there is none now.</param>
public sealed record ClusterChange(
    DateTimeOffset At, string Event, ClusterMember? Member = null, string? Leader = null);
