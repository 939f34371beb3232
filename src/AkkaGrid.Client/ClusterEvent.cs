using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>What <see cref="ClusterClient.TailAsync"/> tells.</summary>
public abstract record ClusterEvent;

/// <summary>Who is in the cluster: at the beginning, and again whenever nothing has changed for a while.</summary>
/// <param name="Members">The members.</param>
public sealed record MembersListed(ClusterMembers Members) : ClusterEvent;

/// <summary>Something has changed.</summary>
/// <param name="Change">What.</param>
public sealed record ClusterChanged(ClusterChange Change) : ClusterEvent;
