using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Lab;

/// <summary>Tells a replica of a link's new state; the one at its end acts on it.</summary>
/// <param name="RequestId">Names the request in the answer.</param>
/// <param name="Link">The link.</param>
public sealed record SetLink(ulong RequestId, Link Link) : IPeerMessage;

/// <summary>The replica at the end of a link acts on it now.</summary>
/// <param name="RequestId">The request.</param>
public sealed record LinkSet(ulong RequestId) : IPeerMessage;
