using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// The result of a replica's inputs between two commits. <see cref="Changes"/> go to disk first, then
/// <see cref="Installs"/>, and only then the <see cref="Effects"/> are carried out: so everything that is announced is
/// durable.
/// </summary>
/// <param name="Changes">The changes to write; null where nothing changed.</param>
/// <param name="Installs">The complete staged snapshot that is to be merged; null where there is none.</param>
/// <param name="State">
/// The replica's state after <paramref name="Changes"/>; only the merge itself determines the state after it.
/// </param>
/// <param name="Effects">The effects to carry out after that, in order.</param>
public sealed record Turn(
    ChangeSet? Changes,
    Installation? Installs,
    ReplicaState State,
    IReadOnlyList<ReplicaEffect> Effects)
{
    /// <summary>Whether the turn changes the disk.</summary>
    public bool NeedsCommit => Changes is not null || Installs is not null;
}
