using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>What a replica lacks of a causal context, and whether it can still come.</summary>
/// <param name="Missing">What is missing: the random bits of an incarnation, and the sequence.</param>
/// <param name="UnknownBases">Bases that the context names, and that are not known here.</param>
/// <param name="Away">The members that cannot be reached, or have not announced themselves since.</param>
/// <param name="IsLost">Whether all members are in reach, and none has some of it: it never comes.</param>
public sealed record MissingContext(
    ImmutableArray<KeyValuePair<ulong, ulong>> Missing,
    ImmutableArray<ulong> UnknownBases,
    ImmutableArray<ReplicaId> Away,
    bool IsLost);
