using System.Globalization;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Finds damage in a closed data directory that RocksDB would pass over.</summary>
internal static class DirectoryCheck
{
    /// <summary>Looks before the directory is opened.</summary>
    /// <exception cref="StorageException">It is damaged.</exception>
    public static void ThrowIfDamaged(string directory, Durability durability)
    {
        var logs = new DirectoryInfo(directory).GetFiles("*.log")
            .Where(file => file.Length > 0 && ulong.TryParse(
                Path.GetFileNameWithoutExtension(file.Name), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToList();

        // Without this file RocksDB would begin an empty database beside the data.
        if (!File.Exists(Path.Combine(directory, "CURRENT"))
            && (logs.Count > 0 || Directory.EnumerateFiles(directory, "*.sst").Any()))
        {
            throw StorageException.Damaged(directory, "its file CURRENT is missing");
        }

        // Without fsync, the loss of power may lose any part of what the system had not written yet.
        if (durability == Durability.Os)
            return;
        foreach (var log in logs)
        {
            using var file = log.OpenRead();
            if (WriteAheadLog.HasDamageInTheMiddle(file))
                throw StorageException.Damaged(
                    directory, $"a record in the middle of {log.Name} is not what was written");
        }
    }
}
