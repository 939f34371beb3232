using System.Diagnostics;
using System.Globalization;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// Names the process that has a data directory open, for the message of another process that finds it locked. The lock
/// itself is RocksDB's; this file only holds the id of the process, and stays behind where that is killed.
/// </summary>
internal static class DirectoryHolder
{
    private const string FileName = "HOLDER";

    /// <summary>Notes that this process has it open.</summary>
    public static void Note(string directory)
    {
        try
        {
            File.WriteAllText(
                Path.Combine(directory, FileName),
                string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk: nothing depends on it.
        }
    }

    /// <summary>The process that has noted itself, where it runs on this machine; null where none is known.</summary>
    public static int? Find(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, FileName)).Split(' ', 2, StringSplitOptions.TrimEntries)
                is [var id, var machine]
                && machine == Environment.MachineName
                && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && Exists(process)
                ? process
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Exists(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
