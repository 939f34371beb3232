using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>A write that a client asks for: one update.</summary>
/// <param name="Mutations">The changes, at least one, at most one for a key.</param>
public sealed record WriteRequest(ImmutableArray<Mutation> Mutations)
{
    /// <summary>What the client has seen: the write waits for it, as a read does.</summary>
    public CausalContext Context { get; init; } = CausalContext.Empty;

    /// <summary>When the write is acknowledged.</summary>
    public WriteConcern Concern { get; init; } = WriteConcern.Local;

    /// <summary>How long to wait for that; null for the store's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What must hold of the first key; null for no condition.</summary>
    public Precondition? Condition { get; init; }
}
