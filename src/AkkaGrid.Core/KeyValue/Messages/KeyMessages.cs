using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>Asks a peer for a key that the sender does not have yet.</summary>
/// <param name="RequestId">Identifies the request in the answer.</param>
/// <param name="From">The sender.</param>
/// <param name="Key">The key.</param>
public sealed record KeyRequest(ulong RequestId, Incarnation From, Key Key) : IPeerMessage;

/// <summary>
/// The versions of a key on a peer's disk. A client reads them; they are never delivered to a replica.
/// </summary>
/// <param name="RequestId">The request.</param>
/// <param name="From">The sender.</param>
/// <param name="Key">The key.</param>
/// <param name="Versions">The key's versions there.</param>
public sealed record KeyAnswer(ulong RequestId, Incarnation From, Key Key, VersionSet Versions) : IPeerMessage;
