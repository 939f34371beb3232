using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>A client's request for a write: one update.</summary>
/// <param name="Mutations">The changes, at least one, at most one for a key.</param>
public sealed record WriteRequest(ImmutableArray<Mutation> Mutations)
{
    /// <summary>What the client has read and written: the write waits for it, as a read does.</summary>
    public CausalContext Context { get; init; } = CausalContext.Empty;

    /// <summary>How many replicas must have the write before it is acknowledged.</summary>
    public WriteConcern Concern { get; init; } = WriteConcern.Local;

    /// <summary>How long to wait for that; null for the store's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The condition on the first key; null for no condition.</summary>
    public Precondition? Condition { get; init; }
}
