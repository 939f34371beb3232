using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>What a replica finds on its disk when it starts.</summary>
/// <param name="Clock">What it had delivered.</param>
/// <param name="Timestamp">The greatest timestamp it had seen.</param>
/// <param name="Members">The replica set, with the last known incarnation of each.</param>
public sealed record ReplicaState(
    VectorClock Clock,
    HybridTimestamp Timestamp,
    ImmutableSortedDictionary<ReplicaId, Incarnation> Members)
{
    /// <summary>What a replica finds on an empty disk.</summary>
    public static readonly ReplicaState Initial =
        new(VectorClock.Empty, default, ImmutableSortedDictionary<ReplicaId, Incarnation>.Empty);
}
