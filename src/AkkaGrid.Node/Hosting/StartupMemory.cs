using System.Runtime.InteropServices;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// Gives back to the system what the start of a node has needed and its work does not: garbage that an idle node would
/// not collect for long, and what the C library keeps of freed memory, mostly the compiler's.
/// </summary>
internal static class StartupMemory
{
    /// <summary>By when a node has found its cluster, or has begun to serve alone.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(4);

    /// <summary>Waits until the start is over, and does so once.</summary>
    public static async Task ReleaseAsync(TimeProvider time, CancellationToken stop)
    {
        await Task.Delay(Rest, time, stop);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = TrimHeap(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Only glibc keeps so much, and only it has this.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimHeap(nuint keep);
}
