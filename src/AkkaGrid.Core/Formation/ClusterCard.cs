using System.Collections.Immutable;

namespace AkkaGrid.Core.Formation;

/// <summary>What a cluster tells another one of itself, so that both name the same one of them as the one that stays.</summary>
/// <param name="Oldest">Where its oldest member is, which speaks for it.</param>
/// <param name="Seeds">How many of its members are seeds.</param>
/// <param name="Since">When its oldest member came in, in Unix milliseconds by the clock of that member.</param>
/// <param name="Members">Its members, each as its address and the number of its start.</param>
public sealed record ClusterCard(NodeAddress Oldest, int Seeds, long Since, ImmutableHashSet<string> Members)
{
    /// <summary>
    /// Whether these are two views of one cluster. One start of a node is never in two clusters, so a single member in
    /// common shows it; views that are seconds apart have one in common, for no cluster exchanges all members so fast.
    /// </summary>
    public bool IsSameCluster(ClusterCard other) => Members.Overlaps(other.Members);

    /// <summary>Whether this cluster stays when the two meet: it has more seeds, or as many and is older.</summary>
    public bool Outranks(ClusterCard other) =>
        Seeds != other.Seeds ? Seeds > other.Seeds
        : Since != other.Since ? Since < other.Since
        : Oldest.IsBelow(other.Oldest);
}
