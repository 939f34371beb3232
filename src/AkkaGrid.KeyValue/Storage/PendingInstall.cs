using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>A merge of a staged snapshot that has begun, and how far it has come.</summary>
/// <param name="Installation">What is merged.</param>
/// <param name="Before">The replica's state before it.</param>
/// <param name="Done">The record key of the last key that is merged; null where none is.</param>
/// <param name="Last">The last dot that the replica has used.</param>
/// <param name="Digest">The digest of the content by now.</param>
internal sealed record PendingInstall(
    Installation Installation, ReplicaState Before, byte[]? Done, Dot Last, ContentDigest Digest);
