using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>Asks a peer for a key that the sender does not have yet.</summary>
/// <param name="RequestId">Names the request in the answer.</param>
/// <param name="From">Who asks.</param>
/// <param name="Key">The key.</param>
public sealed record KeyRequest(ulong RequestId, Incarnation From, Key Key) : IPeerMessage;

/// <summary>What a peer has of a key on its disk. It is shown to a reader, and enters no replica.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="From">Who answers.</param>
/// <param name="Key">The key.</param>
/// <param name="Versions">Its versions there.</param>
public sealed record KeyAnswer(ulong RequestId, Incarnation From, Key Key, VersionSet Versions) : IPeerMessage;
