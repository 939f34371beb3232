using System.Runtime.InteropServices;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// Returns memory to the system that the start of a node needed and its work does not: garbage that an idle node would
/// not collect for a long time, and freed memory that the C library keeps, mostly that of the JIT compiler.
/// </summary>
internal static class StartupMemory
{
    /// <summary>The time by which a node has found its cluster, or serves alone.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(4);

    /// <summary>Waits until the start is over, and then releases memory once.</summary>
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
            // Only glibc keeps so much freed memory, and only glibc has malloc_trim.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimHeap(nuint keep);
}
