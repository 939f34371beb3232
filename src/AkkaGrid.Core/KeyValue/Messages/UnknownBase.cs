namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>A message of a peer could not be read, because its clocks are written with a base that is not known here.</summary>
/// <param name="Name">The name of the base.</param>
public sealed record UnknownBase(ulong Name) : IPeerMessage;
