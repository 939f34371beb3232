using System.Collections.Immutable;
using Akka.Actor;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// Stands for a message that has arrived and could not be read, because it names clock bases that are not known here.
/// It never goes over the wire itself.
/// </summary>
/// <param name="Names">The names of the bases.</param>
internal sealed record UnknownBases(ImmutableArray<ulong> Names)
    : IReplicationMessage, INoSerializationVerificationNeeded;
