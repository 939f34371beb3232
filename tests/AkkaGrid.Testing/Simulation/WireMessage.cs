using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.Testing.Simulation;

/// <summary>A message on its way, as the bytes that the real codecs make of it.</summary>
public sealed class WireMessage(IPeerMessage message)
{
    private readonly string _manifest = ReplicationSerializer.ManifestOf(message);
    private readonly byte[] _bytes = ReplicationSerializer.Write(message);

    /// <summary>What kind of message it is.</summary>
    public Type Kind { get; } = message.GetType();

    /// <summary>Reads it.</summary>
    /// <param name="bases">The clock bases that the receiver knows.</param>
    /// <param name="read">The message, where it can be read.</param>
    /// <param name="unknown">Otherwise the bases that are missing for that.</param>
    public bool TryRead(ClockBases bases, [NotNullWhen(true)] out IPeerMessage? read, out ImmutableArray<ulong> unknown)
    {
        (read, unknown) = (null, []);
        try
        {
            read = (IPeerMessage)ReplicationSerializer.Read(_manifest, _bytes, bases);
            return true;
        }
        catch (UnknownBasesException missing)
        {
            unknown = missing.Names;
            return false;
        }
    }
}
