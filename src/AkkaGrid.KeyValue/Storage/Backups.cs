using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Copies of a store, each a data directory of its own: there whole, or not at all.</summary>
public sealed class Backups
{
    /// <summary>The folder of a data directory that holds the store's files.</summary>
    public const string StoreFolder = "store";

    // No backup can have such a name, so what a process that ended in the middle has left is never taken for one.
    private const string UnfinishedPrefix = ".unfinished-";

    private readonly IReplicaStorage _storage;
    private readonly string _directory;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    internal Backups(IReplicaStorage storage, string directory)
    {
        _storage = storage;
        _directory = directory;
    }

    internal async Task<string> MakeAsync(BackupName name, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Make(name), CancellationToken.None);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private string Make(BackupName name)
    {
        var directory = Path.Combine(_directory, name.Value);
        var unfinished = Path.Combine(_directory, UnfinishedPrefix + name.Value);
        if (Path.Exists(directory))
            throw new BackupExistsException(name.Value);
        try
        {
            Remove(unfinished);
            Directory.CreateDirectory(unfinished);
            _storage.Checkpoint(Path.Combine(unfinished, StoreFolder));
            Directory.Move(unfinished, directory);
            return directory;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Clear(unfinished);
            throw new StoreUnavailableException(
                $"The backup could not be written, and nothing is left of it: {error.Message}");
        }
    }

    private static void Clear(string unfinished)
    {
        try
        {
            Remove(unfinished);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next backup of this name tries again; the failure that is told is the first one.
        }
    }

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }
}
