using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>A replica's view of the replica set and of its own membership, as it is on its disk.</summary>
/// <param name="Set">The replica set.</param>
/// <param name="Horizon">
/// Covers every tombstone that it, or a replica whose state it merged, may have collected.
/// </param>
public sealed record MembershipView(ReplicaSet Set, VectorClock Horizon)
{
    /// <summary>Whether it started on an empty disk and takes no writes yet.</summary>
    public bool AwaitsAdmission { get; init; }

    /// <summary>Whether the replica is a configured seed.</summary>
    public bool IsSeed { get; init; }

    /// <summary>The name of the base that it has prepared for its clock.</summary>
    public ulong ClockBase { get; init; }

    /// <summary>The name of the base that it has prepared for its horizon.</summary>
    public ulong HorizonBase { get; init; }

    /// <summary>The sender's tick when it made the announcement, counted from the sender's start.</summary>
    public ulong Round { get; init; }

    /// <summary>
    /// The greatest <see cref="Round"/> received from each other member's start: this announcement was made later than
    /// those.
    /// </summary>
    public VectorClock Heard { get; init; } = VectorClock.Empty;

    /// <summary>The digest of the sender's content at the announced clock.</summary>
    public ulong Digest { get; init; }
}
