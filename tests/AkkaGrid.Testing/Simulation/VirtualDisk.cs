using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Testing.Simulation;

/// <summary>A disk that keeps what is committed apart from what would survive a power loss, and remembers its past.</summary>
/// <param name="syncsAtOnce">Whether a commit is synced when it returns (<c>fsync</c>), or only later (<c>os</c>).</param>
public sealed class VirtualDisk(bool syncsAtOnce)
{
    private readonly SortedList<TimeSpan, MemoryStorage.Image> _backups = [];
    private MemoryStorage.Image _synced = MemoryStorage.Image.Empty;

    public MemoryStorage Storage { get; } = new();

    /// <summary>Notes that something was committed.</summary>
    public void Committed()
    {
        if (syncsAtOnce)
            Sync();
    }

    /// <summary>Makes durable what is committed.</summary>
    public void Sync() => _synced = Storage.Save();

    /// <summary>Goes back to what was synced.</summary>
    /// <returns>Whether anything is lost.</returns>
    public bool LosePower()
    {
        var isBehind = !ReferenceEquals(Storage.State, _synced.State);
        Storage.Restore(_synced);
        return isBehind;
    }

    /// <summary>Is replaced by an empty one.</summary>
    public void Wipe() => Replace(MemoryStorage.Image.Empty);

    public void BackUp(TimeSpan now) => _backups[now] = Storage.Save();

    /// <summary>Is replaced by the newest backup that is not younger than a time; by an empty disk where there is none.</summary>
    public void RestoreBackup(TimeSpan notYounger) =>
        Replace(_backups.LastOrDefault(backup => backup.Key <= notYounger).Value ?? MemoryStorage.Image.Empty);

    private void Replace(MemoryStorage.Image image)
    {
        Storage.Restore(image);
        _synced = image;
    }
}
