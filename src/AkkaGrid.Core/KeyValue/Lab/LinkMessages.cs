using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Lab;

/// <summary>Sends a replica the new state of a link. The replica at the link's end applies and confirms it.</summary>
/// <param name="RequestId">Identifies the request in the confirmation.</param>
/// <param name="Link">The link.</param>
public sealed record SetLink(ulong RequestId, Link Link) : IPeerMessage;

/// <summary>The replica at the end of a link has applied its new state.</summary>
/// <param name="RequestId">The request.</param>
public sealed record LinkSet(ulong RequestId) : IPeerMessage;
