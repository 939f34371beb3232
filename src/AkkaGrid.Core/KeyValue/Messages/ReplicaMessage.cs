using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>What replicas send each other. Any message may be lost, doubled, late or out of order.</summary>
/// <param name="From">The sender.</param>
public abstract record ReplicaMessage(Incarnation From) : IPeerMessage;

/// <summary>
/// A message of a transfer between two replicas: meant for one start, and void for any other of its name.
/// </summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
public abstract record TransferMessage(Incarnation From, Incarnation To) : ReplicaMessage(From);

/// <summary>What the sender has on disk: tells the receiver what it lacks, and acknowledges what it sent.</summary>
/// <param name="From">The sender.</param>
/// <param name="Clock">The sender's delivered, durable clock.</param>
/// <param name="View">How the sender sees the replica set.</param>
public sealed record ClockAnnouncement(Incarnation From, VectorClock Clock, MembershipView View) : ReplicaMessage(From);

/// <summary>Updates of the sender's own, pushed as they are written.</summary>
/// <param name="From">The sender.</param>
/// <param name="Clock">The sender's delivered, durable clock.</param>
/// <param name="Updates">The updates, in sequence.</param>
/// <param name="WantsClock">Whether the sender waits for the receiver's clock.</param>
public sealed record UpdateBatch(Incarnation From, VectorClock Clock, ImmutableArray<Update> Updates, bool WantsClock)
    : ReplicaMessage(From);

/// <summary>Asks for updates that the sender lacks, whichever replica made them.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="PullId">Tells the answers to this request from those to another.</param>
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
/// <param name="IsLast">Whether this is all that the request brings; it may be asked again for the rest.</param>
public sealed record PullAnswer(
    Incarnation From,
    Incarnation To,
    VectorClock Clock,
    ulong PullId,
    ImmutableArray<Update> Updates,
    ImmutableArray<Incarnation> Unavailable,
    bool IsLast) : TransferMessage(From, To);

/// <summary>Asks for the next chunk of a snapshot; the first such request opens it.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="SnapshotId">Tells this snapshot from others that the sender asked for.</param>
/// <param name="After">How far the snapshot has arrived; null before the first chunk.</param>
public sealed record SnapshotRequest(Incarnation From, Incarnation To, ulong SnapshotId, SnapshotPosition? After)
    : TransferMessage(From, To)
{
    /// <summary>
    /// The digests of the sender, where it looks for the difference between two replicas of one clock: ranges of keys
    /// whose digests are equal are left out of the snapshot. Null for a snapshot of everything.
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

/// <summary>The snapshot is no longer open: the receiver must start again.</summary>
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
/// <param name="Bases">Those that the sender knows.</param>
/// <param name="Unknown">The names of those that it does not know.</param>
public sealed record BaseAnswer(Incarnation From, ImmutableArray<ClockBase> Bases, ImmutableArray<ulong> Unknown)
    : ReplicaMessage(From)
{
    /// <summary>The answer of a replica.</summary>
    /// <param name="self">The replica.</param>
    /// <param name="request">What it is asked.</param>
    /// <param name="bases">What it knows.</param>
    public static BaseAnswer Of(Incarnation self, BaseRequest request, ClockBases bases)
    {
        var known = request.Names.Select(name => bases.TryFind(name, out var found) ? found : null)
            .OfType<ClockBase>().ToImmutableArray();
        return new BaseAnswer(self, known, [.. request.Names.Except(known.Select(clockBase => clockBase.Name))]);
    }
}
