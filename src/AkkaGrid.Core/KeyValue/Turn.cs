using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// What a replica did between two commits. First <see cref="Changes"/> go to disk, then <see cref="Installs"/>, and
/// only then the <see cref="Effects"/> leave the replica: what is announced is durable.
/// </summary>
/// <param name="Changes">What is to be written; null where nothing changed.</param>
/// <param name="Installs">The staged snapshot that is now whole and is to be merged; null where none is.</param>
/// <param name="State">The replica's state after <paramref name="Changes"/>; only the merge itself tells the state
/// after that.</param>
/// <param name="Effects">What is to be done then, in order.</param>
public sealed record Turn(
    ChangeSet? Changes,
    Installation? Installs,
    ReplicaState State,
    IReadOnlyList<ReplicaEffect> Effects)
{
    /// <summary>Whether the turn touches the disk.</summary>
    public bool NeedsCommit => Changes is not null || Installs is not null;
}
