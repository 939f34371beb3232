using System.Diagnostics;
using System.Globalization;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// Which process has a data directory open, for the one that finds it locked. RocksDB's own lock is what excludes; this file only says
/// who has it, and is left behind where a process is killed.
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
            return File.ReadAllText(Path.Combine(directory, FileName)).Split(' ', 2, StringSplitOptions.TrimEntries) is [var id, var machine]
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
