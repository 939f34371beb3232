using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>
/// The durable storage of a replica: its data, its log and its state. One writer; any number of readers at any time,
/// which see only whole change sets.
/// </summary>
public interface IReplicaStorage : IReplicaReader, IDisposable
{
    /// <summary>
    /// Makes an incarnation the only writer, and reads the state that it starts from. Commits that the writer before it
    /// has begun are finished first; its later commits are refused. Blocks.
    /// </summary>
    /// <returns>The state on disk; <see cref="ReplicaState.Initial"/> on an empty disk.</returns>
    ReplicaState Load(Incarnation writer);

    /// <summary>
    /// The clock bases that this replica knows. A base that a committed record names is on disk; the others are lost
    /// when the process ends.
    /// </summary>
    ClockBases Bases { get; }

    /// <summary>Opens a view of the committed data.</summary>
    IReplicaView OpenView();

    /// <summary>
    /// The logged updates of an incarnation, in sequence from <paramref name="first"/> up to the first gap.
    /// </summary>
    /// <remarks>An empty result means that <paramref name="first"/> is not in the log.</remarks>
    IEnumerable<Update> ReadLog(Incarnation origin, ulong first);

    /// <summary>The approximate size of the log, in bytes.</summary>
    long LogBytes { get; }

    /// <summary>The approximate number of tombstones that have not been swept.</summary>
    long TombstoneCount { get; }

    /// <summary>
    /// The tombstones of an incarnation that have not been swept, in the order of their names, each with the key at
    /// which it was left; it may have been replaced there since.
    /// </summary>
    /// <param name="origin">The incarnation of their names.</param>
    /// <param name="after">Only names with a greater sequence.</param>
    IEnumerable<KeyValuePair<Dot, Key>> ReadTombstones(Incarnation origin, ulong after);

    /// <summary>
    /// Writes a change set, and trims the log to its horizon. Blocks; the change set is durable on return if the
    /// storage was opened so.
    /// </summary>
    /// <exception cref="IOException">The write failed, or its outcome is unknown.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another incarnation has become the writer; nothing was written.
    /// </exception>
    void Commit(ChangeSet changes);

    /// <summary>
    /// Merges a complete staged snapshot into the replica's data. Readers see the whole result at once. Blocks. The
    /// next <see cref="Load"/> finishes an interrupted merge.
    /// </summary>
    /// <param name="writer">The incarnation that writes.</param>
    /// <param name="installation">The snapshot to merge.</param>
    /// <param name="state">The replica's state before the merge.</param>
    /// <returns>The state after it.</returns>
    /// <exception cref="IOException">The write failed, or its outcome is unknown.</exception>
    ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state);

    /// <summary>
    /// Copies the committed data into a new directory, from which a storage can be opened. Blocks; commits may continue
    /// meanwhile.
    /// </summary>
    /// <param name="directory">The directory, which must not exist yet; its parent must.</param>
    /// <exception cref="IOException">The write failed; the contents of the directory are then useless.</exception>
    void Checkpoint(string directory);
}
