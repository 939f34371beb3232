using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>
/// Where a replica keeps its data, its log and its clock. One writer; any number of readers, at any time, who see
/// whole change sets only.
/// </summary>
public interface IReplicaStorage : IReplicaReader, IDisposable
{
    /// <summary>
    /// Makes an incarnation the one writer, and reads what it starts from. What the writer before it has begun is
    /// finished first; what that one begins later is refused. Blocks.
    /// </summary>
    /// <returns>What is on disk; <see cref="ReplicaState.Initial"/> where nothing is.</returns>
    ReplicaState Load(Incarnation writer);

    /// <summary>
    /// The clock bases that are known here. One that a committed record names is on disk; the others are lost at the
    /// end of the process.
    /// </summary>
    ClockBases Bases { get; }

    /// <summary>Opens a cut of what is committed now.</summary>
    IReplicaView OpenView();

    /// <summary>
    /// The logged updates of an incarnation, in sequence from <paramref name="first"/> as far as there are any.
    /// </summary>
    /// <remarks>
    /// Ends at the first gap, so an empty answer says that <paramref name="first"/> is not in the log.
    /// </remarks>
    IEnumerable<Update> ReadLog(Incarnation origin, ulong first);

    /// <summary>How much the log holds, in bytes, about.</summary>
    long LogBytes { get; }

    /// <summary>How many tombstones have not been swept, about.</summary>
    long TombstoneCount { get; }

    /// <summary>
    /// The tombstones of an incarnation that have not been swept, in the order of their names, with the key that each
    /// was left at; it may have been replaced there since.
    /// </summary>
    /// <param name="origin">The incarnation of their names.</param>
    /// <param name="after">Only names with a greater sequence.</param>
    IEnumerable<KeyValuePair<Dot, Key>> ReadTombstones(Incarnation origin, ulong after);

    /// <summary>
    /// Writes a change set, and cuts the log off at its horizon. Blocks; it is durable on return where the storage was
    /// opened so.
    /// </summary>
    /// <exception cref="IOException">It could not be written, or it is not known whether it was.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another incarnation has become the writer; nothing was written.
    /// </exception>
    void Commit(ChangeSet changes);

    /// <summary>
    /// Merges a whole staged snapshot into what is here, and lets readers see the result at once, never a part. Blocks.
    /// One that was interrupted is finished by the next <see cref="Load"/>.
    /// </summary>
    /// <param name="writer">The incarnation that writes.</param>
    /// <param name="installation">What is merged.</param>
    /// <param name="state">The replica's state before the merge.</param>
    /// <returns>The state after it.</returns>
    /// <exception cref="IOException">It could not be written, or it is not known whether it was.</exception>
    ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state);

    /// <summary>
    /// Copies what is committed into a directory of its own, from which a storage can be opened. Blocks; writes go on.
    /// </summary>
    /// <param name="directory">The directory, which must not exist yet; its parent must.</param>
    /// <exception cref="IOException">It could not be written; what is in the directory then is of no use.</exception>
    void Checkpoint(string directory);
}
