using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Formation;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// A disk that keeps what is committed apart from what would survive a power loss, and remembers its past.
/// </summary>
/// <param name="syncsAtOnce">
/// Whether a commit is synced when it returns (<c>fsync</c>), or only later (<c>os</c>).
/// </param>
public sealed class VirtualDisk(bool syncsAtOnce)
{
    private readonly SortedList<TimeSpan, DiskImage> _backups = [];
    private DiskImage _synced = DiskImage.Empty;

    public MemoryStorage Storage { get; } = new();

    /// <summary>
    /// All that was ever committed to this disk and not lost with it: the disk must cover it, whatever the replica
    /// does.
    /// </summary>
    public VectorClock Contents { get; private set; } = VectorClock.Empty;

    /// <summary>The last vote for a founder that was written to this disk.</summary>
    public PersistedVote? Vote { get; set; }

    /// <summary>
    /// The last vote has gone with what was on this disk, or that of another disk has come in its place.
    /// </summary>
    public Action? VoteLost { get; set; }

    /// <summary>Notes that something was committed.</summary>
    public void Committed()
    {
        Contents = Contents.Join(Storage.State.Clock);
        if (syncsAtOnce)
            Sync();
    }

    /// <summary>Makes durable what is committed.</summary>
    public void Sync() => _synced = Save();

    /// <summary>Goes back to what was synced.</summary>
    public void LosePower() => Replace(_synced);

    /// <summary>Is replaced by an empty one.</summary>
    public void Wipe() => Replace(DiskImage.Empty);

    public void BackUp(TimeSpan now) => _backups[now] = Save();

    /// <summary>
    /// Is replaced by the newest backup that is not younger than a time; by an empty disk where there is none.
    /// </summary>
    public void RestoreBackup(TimeSpan notYounger) =>
        Replace(_backups.LastOrDefault(backup => backup.Key <= notYounger).Value ?? DiskImage.Empty);

    /// <summary>All that is committed, as a copy.</summary>
    public DiskImage Save() => new(Storage.Save(), Contents, Vote);

    /// <summary>Is replaced by a copy of a disk.</summary>
    public void Replace(DiskImage image)
    {
        Storage.Restore(image.Content);
        Contents = image.Contents;
        var isVoteLost = Vote != image.Vote;
        Vote = image.Vote;
        if (isVoteLost)
            VoteLost?.Invoke();
        _synced = image;
    }
}

/// <summary>What was on a disk at one moment.</summary>
/// <param name="Content">All of it.</param>
/// <param name="Contents">What it must cover.</param>
/// <param name="Vote">The last vote for a founder.</param>
public sealed record DiskImage(MemoryStorage.Image Content, VectorClock Contents, PersistedVote? Vote)
{
    public static readonly DiskImage Empty = new(MemoryStorage.Image.Empty, VectorClock.Empty, Vote: null);
}
