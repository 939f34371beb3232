using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>What replicas say to each other. Any message may be lost, doubled, late or out of order.</summary>
/// <param name="From">Who says it.</param>
public abstract record ReplicaMessage(Incarnation From) : IPeerMessage;

/// <summary>What the sender has on disk: tells the receiver what it lacks, and acknowledges what it sent.</summary>
/// <param name="From">Who says it.</param>
/// <param name="Clock">The sender's delivered, durable clock.</param>
/// <param name="Outlook">What the sender makes of the replica set.</param>
public sealed record ClockAnnouncement(Incarnation From, VectorClock Clock, Outlook Outlook) : ReplicaMessage(From)
{
    /// <summary>What a start of a replica says of itself, by what is on its disk.</summary>
    /// <param name="self">The start.</param>
    /// <param name="state">What is on its disk.</param>
    /// <param name="isSettled">Whether the set has taken it; otherwise it keeps to itself what it has written.</param>
    /// <param name="withheld">The ended incarnations with which it may still get further.</param>
    public static ClockAnnouncement Of(Incarnation self, ReplicaState state, bool isSettled, IEnumerable<Incarnation> withheld) => new(
        self,
        isSettled ? state.Clock : state.Clock.Without(self),
        new Outlook(state.Set, isSettled, state.Stable, state.Folds.Digest, [.. withheld])
        {
            UnderstoodDigest = state.Folds.UnderstoodDigest,
            Left = state.Strays.Last,
        });
}

/// <summary>Asks for the incarnations that the receiver has folded.</summary>
/// <param name="From">Who says it.</param>
public sealed record FoldsRequest(Incarnation From) : ReplicaMessage(From);

/// <summary>The incarnations that the sender has folded, as agreed by the set.</summary>
/// <param name="From">Who says it.</param>
/// <param name="Folds">The folds.</param>
public sealed record FoldsAnswer(Incarnation From, ImmutableArray<Fold> Folds) : ReplicaMessage(From);

/// <summary>Updates of the sender's own, pushed as they are written.</summary>
/// <param name="From">Who says it.</param>
/// <param name="Clock">The sender's delivered, durable clock.</param>
/// <param name="Updates">The updates, in sequence.</param>
/// <param name="WantsClock">Whether the sender waits for the receiver's clock.</param>
public sealed record UpdateBatch(Incarnation From, VectorClock Clock, ImmutableArray<Update> Updates, bool WantsClock)
    : ReplicaMessage(From);

/// <summary>Asks for updates that the sender lacks, whoever made them.</summary>
/// <param name="From">Who says it.</param>
/// <param name="PullId">Tells the answers to this request from those to another.</param>
/// <param name="First">For each origin the first update that is missing.</param>
public sealed record PullRequest(Incarnation From, ulong PullId, ImmutableArray<Dot> First) : ReplicaMessage(From);

/// <summary>A part of the answer to a <see cref="PullRequest"/>.</summary>
/// <param name="From">Who says it.</param>
/// <param name="Clock">The sender's delivered, durable clock.</param>
/// <param name="PullId">The request.</param>
/// <param name="Updates">Updates that were asked for.</param>
/// <param name="Unavailable">Origins whose first missing update is in the sender's log no more.</param>
/// <param name="IsLast">Whether this is all that the request brings; it may be asked again for the rest.</param>
public sealed record PullAnswer(
    Incarnation From,
    VectorClock Clock,
    ulong PullId,
    ImmutableArray<Update> Updates,
    ImmutableArray<Incarnation> Unavailable,
    bool IsLast) : ReplicaMessage(From);

/// <summary>Asks for the next chunk of a snapshot; the first such request opens it.</summary>
/// <param name="From">Who says it.</param>
/// <param name="SnapshotId">Tells this snapshot from others that the sender asked for.</param>
/// <param name="After">The last key that has arrived; null before the first.</param>
public sealed record SnapshotRequest(Incarnation From, ulong SnapshotId, Key? After) : ReplicaMessage(From);

/// <summary>A chunk of a snapshot.</summary>
/// <param name="From">Who says it.</param>
/// <param name="SnapshotId">The snapshot.</param>
/// <param name="Clock">The snapshot's clock.</param>
/// <param name="Timestamp">The greatest timestamp under that clock.</param>
/// <param name="After">The key behind which the chunk starts; null for the first.</param>
/// <param name="Items">Keys in order, with their versions.</param>
/// <param name="Ground">What the sender has forgotten under that clock; only the last chunk carries it.</param>
public sealed record SnapshotChunk(
    Incarnation From,
    ulong SnapshotId,
    VectorClock Clock,
    HybridTimestamp Timestamp,
    Key? After,
    ImmutableArray<KeyValuePair<Key, VersionSet>> Items,
    SnapshotGround? Ground) : ReplicaMessage(From)
{
    /// <summary>Whether the snapshot ends with this chunk.</summary>
    public bool IsLast => Ground is not null;
}

/// <summary>Says that a snapshot is open no more: the asker must start again.</summary>
/// <param name="From">Who says it.</param>
/// <param name="SnapshotId">The snapshot.</param>
public sealed record SnapshotGone(Incarnation From, ulong SnapshotId) : ReplicaMessage(From);
