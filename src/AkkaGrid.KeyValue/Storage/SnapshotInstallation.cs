using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// Merges a staged snapshot into the data. What is on disk is a mixture until that is done, so readers keep to the cut
/// before it.
/// </summary>
/// <remarks>
/// A reader that finds no <see cref="Cut"/> reads the disk, and then looks at <see cref="Steps"/>: where it has
/// changed, a merge began or ended meanwhile, and the reader starts over. Only the writer of the storage calls the
/// methods.
/// </remarks>
internal sealed class SnapshotInstallation(
    DiskNames names, RecordCodec records, StateCodec states, RecentVersions recent)
{
    private RocksView? _cut;
    private int _steps;

    /// <summary>The cut that readers keep to; null while no snapshot is merged.</summary>
    public RocksView? Cut => Volatile.Read(ref _cut);

    /// <summary>How often a merge has begun or ended.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <summary>Finishes a merge that an earlier process began, before anybody reads.</summary>
    /// <returns>The state after it; null where none was under way.</returns>
    public ReplicaState? FinishAtStart(OpenDatabase database) =>
        states.ReadInstall(database) is { } pending ? Merge(pending, database) : null;

    /// <summary>Finishes a merge that is under way, while readers keep to the cut before it.</summary>
    /// <param name="database">The database.</param>
    /// <param name="openView">Opens a cut of it.</param>
    /// <returns>The state after it, which the caller shows to readers now; null where none was under way.</returns>
    public ReplicaState? Finish(OpenDatabase database, Func<RocksView> openView)
    {
        if (states.ReadInstall(database) is not { } pending)
            return null;
        var cut = _cut ?? openView();
        Volatile.Write(ref _cut, cut);
        Interlocked.Increment(ref _steps);
        recent.Begin();
        var state = Merge(pending, database);

        // In this order: a reader that sees the clock after the merge must not read what was there before it.
        recent.Clear();
        Volatile.Write(ref _cut, null);
        Interlocked.Increment(ref _steps);
        cut.Dispose();
        return state;
    }

    /// <summary>Gives up the cut: the database is closed.</summary>
    public void DropCut() => Interlocked.Exchange(ref _cut, null)?.Dispose();

    private ReplicaState Merge(PendingInstall pending, OpenDatabase database) =>
        new SnapshotInstaller(database, names, records).Install(pending);
}
