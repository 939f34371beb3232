namespace AkkaGrid.KeyValue.Wire;

/// <summary>A part of a message that is larger than a frame may be.</summary>
/// <param name="MessageId">Tells the sender's large messages apart.</param>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Count">How many parts there are.</param>
/// <param name="Manifest">The kind of the whole message.</param>
/// <param name="Bytes">The part.</param>
internal sealed record Fragment(ulong MessageId, int Index, int Count, string Manifest, ReadOnlyMemory<byte> Bytes)
    : IReplicationMessage;
