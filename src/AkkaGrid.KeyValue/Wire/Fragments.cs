using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// Cuts messages that are too large for a frame, which Akka.Remote would drop, into parts. Batches are filled well
/// below the limit, so only a message with one large update, a chunk of a snapshot, or the content of clock bases is
/// ever cut.
/// </summary>
internal sealed class Fragments
{
    /// <summary>The size of a part, in bytes.</summary>
    public const int PartBytes = 64_000;

    /// <summary>The size from which a message is cut, in bytes: below Akka's default frame of 128,000.</summary>
    public const int WholeBytes = 100_000;

    // What the core counts as small is far from a frame, whatever the wire adds, and need not be encoded to be
    // measured.
    private const int SmallBytes = 64_000;

    // An incarnation's name and bits, and its counts, at most.
    private const long IncarnationBytes = 100;

    // A replica has several senders under one address, and starts again: only random numbers keep their parts apart.
    private ulong _messages = KeyValueStore.NewNonce();

    /// <summary>What to send for a message: itself, or its parts.</summary>
    public IEnumerable<object> Of(ReplicaMessage message)
    {
        if (EstimatedBytes(message) <= SmallBytes)
            return [message];
        var bytes = ReplicaMessageCodec.Encode(message);
        return bytes.Length < WholeBytes
            ? [message]
            : Cut(++_messages, ReplicationSerializer.ManifestOf(message), bytes);
    }

    private static IEnumerable<Fragment> Cut(ulong id, string manifest, byte[] bytes)
    {
        var count = (bytes.Length + PartBytes - 1) / PartBytes;
        return Enumerable.Range(0, count).Select(index => new Fragment(
            id, index, count, manifest, bytes.AsMemory(
                index * PartBytes, Math.Min(PartBytes, bytes.Length - (index * PartBytes)))));
    }

    /// <summary>No less than half of what it takes, nor much more than that.</summary>
    private static long EstimatedBytes(ReplicaMessage message) => message switch
    {
        UpdateBatch batch => BytesOf(batch.Clock) + batch.Updates.Sum(update => (long)update.Bytes),
        PullAnswer answer => BytesOf(answer.Clock) + answer.Updates.Sum(update => (long)update.Bytes),
        ClockAnnouncement announcement => BytesOf(announcement.Clock) + BytesOf(announcement.View.Horizon),

        // They are mostly too large, and must then be encoded anyway.
        SnapshotChunk or BaseAnswer => long.MaxValue,
        _ => 0,
    };

    private static long BytesOf(VectorClock clock) => clock.Roster.Count * IncarnationBytes;
}
