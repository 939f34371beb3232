using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>What keeps a request waiting for its causal context.</summary>
/// <param name="Missing">
/// The updates that are not on disk here; none where the context has been reached after all.
/// </param>
/// <param name="Lost">Those of them that no member has, while all are in reach: they will never come.</param>
/// <param name="Away">
/// The members that cannot be reached, or have not announced what they have since the wait began.
/// </param>
public sealed record MissingContext(
    ImmutableArray<MissingUpdate> Missing, ImmutableArray<MissingUpdate> Lost, ImmutableArray<ReplicaId> Away);
