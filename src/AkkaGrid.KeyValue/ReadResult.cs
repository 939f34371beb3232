using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue;

/// <summary>What a read of one key saw.</summary>
/// <param name="Versions">The key's versions.</param>
/// <param name="Clock">A clock of the replica that the read is not behind of.</param>
/// <param name="Context">The request's context, joined with what was read, a delete included.</param>
public sealed record ReadResult(VersionSet Versions, VectorClock Clock, CausalContext Context);
