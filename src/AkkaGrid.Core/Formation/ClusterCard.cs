using System.Collections.Immutable;

namespace AkkaGrid.Core.Formation;

/// <summary>
/// What a cluster tells another one of itself, so that both name the same one of them as the one that stays.
/// </summary>
/// <param name="Oldest">Where its oldest member is, which speaks for it.</param>
/// <param name="Seeds">How many of its members are seeds.</param>
/// <param name="Since">When its oldest member came in, in Unix milliseconds by the clock of that member.</param>
/// <param name="Members">Where its members are, as its oldest member sees them.</param>
public sealed record ClusterCard(NodeAddress Oldest, int Seeds, long Since, ImmutableHashSet<NodeAddress> Members)
{
    /// <summary>
    /// Whether these are surely two clusters. A node is in one at a time: where both have an address they are two views
    /// of one cluster, which never exchanges all its members within seconds, or one of the views is out of date.
    /// </summary>
    public bool IsApartFrom(ClusterCard other) => !Members.Overlaps(other.Members);

    /// <summary>Whether this cluster stays when the two meet: it has more seeds, or as many and is older.</summary>
    public bool Outranks(ClusterCard other) =>
        Seeds != other.Seeds ? Seeds > other.Seeds
        : Since != other.Since ? Since < other.Since
        : Oldest.IsBelow(other.Oldest);
}
