using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>How a replica sees the replica set and itself in it, as it is on its disk.</summary>
/// <param name="Set">The replica set.</param>
/// <param name="Horizon">
/// Covers every tombstone that it, or a replica whose state it merged, may have collected.
/// </param>
public sealed record MembershipView(ReplicaSet Set, VectorClock Horizon)
{
    /// <summary>Whether it started on an empty disk and takes no writes yet.</summary>
    public bool AwaitsAdmission { get; init; }

    /// <summary>Whether it is one of the configured seeds.</summary>
    public bool IsSeed { get; init; }

    /// <summary>The name of the base with which it is ready to write its clock.</summary>
    public ulong ClockBase { get; init; }

    /// <summary>The name of the base with which it is ready to write its horizon.</summary>
    public ulong HorizonBase { get; init; }

    /// <summary>The tick of the sender at which it was made: it counts from the sender's start.</summary>
    public ulong Round { get; init; }

    /// <summary>
    /// The greatest <see cref="Round"/> of each other member's start that has arrived at the sender: so this was made
    /// later than the announcements that it names.
    /// </summary>
    public VectorClock Heard { get; init; } = VectorClock.Empty;

    /// <summary>The digest of all its live versions, at the announced clock.</summary>
    public ulong Digest { get; init; }
}
