using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>A message between replicas. It may be lost, duplicated, late or out of order.</summary>
/// <param name="From">The sender.</param>
public abstract record ReplicaMessage(Incarnation From) : IPeerMessage;

/// <summary>
/// A message of a transfer between two replicas: addressed to one start, and ignored by every other start of its name.
/// </summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
public abstract record TransferMessage(Incarnation From, Incarnation To) : ReplicaMessage(From);

/// <summary>
/// Announces what the sender has on disk: it shows the receiver what it lacks, and acknowledges what the receiver sent.
/// </summary>
/// <param name="From">The sender.</param>
/// <param name="Clock">The sender's delivered, durable clock.</param>
/// <param name="View">The sender's membership view.</param>
public sealed record ClockAnnouncement(Incarnation From, VectorClock Clock, MembershipView View) : ReplicaMessage(From);

/// <summary>Updates that the sender made, pushed as they are written.</summary>
/// <param name="From">The sender.</param>
/// <param name="Clock">The sender's delivered, durable clock.</param>
/// <param name="Updates">The updates, in order of their sequence.</param>
/// <param name="WantsClock">Whether the sender waits for the receiver's clock.</param>
public sealed record UpdateBatch(Incarnation From, VectorClock Clock, ImmutableArray<Update> Updates, bool WantsClock)
    : ReplicaMessage(From);

/// <summary>Asks for updates that the sender lacks, of any origin.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="PullId">Identifies the request in its answers.</param>
/// <param name="First">For each origin the first update that is missing.</param>
public sealed record PullRequest(Incarnation From, Incarnation To, ulong PullId, ImmutableArray<Dot> First)
    : TransferMessage(From, To);

/// <summary>A part of the answer to a <see cref="PullRequest"/>.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Clock">The sender's delivered, durable clock.</param>
/// <param name="PullId">The request.</param>
/// <param name="Updates">Updates that were asked for.</param>
/// <param name="Unavailable">Origins whose first missing update is no longer in the sender's log.</param>
/// <param name="IsLast">Whether this is the last part; what is still missing takes another request.</param>
public sealed record PullAnswer(
    Incarnation From,
    Incarnation To,
    VectorClock Clock,
    ulong PullId,
    ImmutableArray<Update> Updates,
    ImmutableArray<Incarnation> Unavailable,
    bool IsLast) : TransferMessage(From, To);

/// <summary>Asks for the next chunk of a snapshot; the first request opens it.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="SnapshotId">Identifies the snapshot among those that the sender requests.</param>
/// <param name="After">The end of the chunks received so far; null before the first chunk.</param>
public sealed record SnapshotRequest(Incarnation From, Incarnation To, ulong SnapshotId, SnapshotPosition? After)
    : TransferMessage(From, To)
{
    /// <summary>
    /// The sender's digest, where it looks for the difference between two replicas with equal clocks: the snapshot
    /// leaves out ranges of keys with equal digests. Null for a snapshot of all keys.
    /// </summary>
    public ContentDigest? Digest { get; init; }
}

/// <summary>A chunk of a snapshot.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="SnapshotId">The snapshot.</param>
/// <param name="Cut">The cut of the snapshot: the same in all chunks.</param>
/// <param name="After">Where the chunk starts; null for the first.</param>
/// <param name="Items">Keys in order, with versions of them. The first may go on with the key of
/// <paramref name="After"/>.</param>
/// <param name="IsLast">Whether the snapshot ends with this chunk.</param>
public sealed record SnapshotChunk(
    Incarnation From,
    Incarnation To,
    ulong SnapshotId,
    Merging.ReplicaCut Cut,
    SnapshotPosition? After,
    ImmutableArray<KeyValuePair<Key, VersionSet>> Items,
    bool IsLast) : TransferMessage(From, To)
{
    /// <summary>The ranges of keys that the snapshot holds, as bits.</summary>
    public uint Ranges { get; init; } = Storage.Installation.AllRanges;
}

/// <summary>The snapshot has expired: the receiver must request a new one.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="SnapshotId">The snapshot.</param>
public sealed record SnapshotExpired(Incarnation From, Incarnation To, ulong SnapshotId) : TransferMessage(From, To);

/// <summary>Asks for clock bases that the sender does not know.</summary>
/// <param name="From">The sender.</param>
/// <param name="Names">Their names.</param>
public sealed record BaseRequest(Incarnation From, ImmutableArray<ulong> Names) : ReplicaMessage(From);

/// <summary>Answers a request for clock bases.</summary>
/// <param name="From">The sender.</param>
/// <param name="Bases">The bases that the sender knows.</param>
/// <param name="Unknown">The names of the bases that it does not know.</param>
public sealed record BaseAnswer(Incarnation From, ImmutableArray<ClockBase> Bases, ImmutableArray<ulong> Unknown)
    : ReplicaMessage(From)
{
    /// <summary>The answer to a request.</summary>
    /// <param name="self">The replica.</param>
    /// <param name="request">The request.</param>
    /// <param name="bases">The bases that the replica knows.</param>
    public static BaseAnswer Of(Incarnation self, BaseRequest request, ClockBases bases)
    {
        var known = request.Names.Select(name => bases.TryFind(name, out var found) ? found : null)
            .OfType<ClockBase>().ToImmutableArray();
        return new BaseAnswer(self, known, [.. request.Names.Except(known.Select(clockBase => clockBase.Name))]);
    }
}
