using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>The updates that a request still waits for to complete its causal context.</summary>
/// <param name="Missing">The updates that are not on disk here; empty where the context is complete by now.</param>
/// <param name="Lost">Those of them that no member has, although all can be reached: they will never arrive.</param>
/// <param name="Away">The members that cannot be reached, or have made no announcement since the wait began.</param>
public sealed record MissingContext(
    ImmutableArray<MissingUpdate> Missing, ImmutableArray<MissingUpdate> Lost, ImmutableArray<ReplicaId> Away);
