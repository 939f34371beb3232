using System.Diagnostics;

namespace AkkaGrid.Testing.Storage;

/// <summary>A file system of its own that is small enough to be filled.</summary>
public sealed class SmallDisk : IDisposable
{
    /// <summary>Why a test that needs one is left out.</summary>
    public const string Unavailable = "Only root on Linux can mount a disk that is small enough to fill";

    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    /// <summary>Where it is.</summary>
    public string Path => _folder.Path;

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Mounts one; null where that is not allowed.</summary>
    public static SmallDisk? TryMount(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return null;
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path) == 0)
            return disk;
        disk._folder.Dispose();
        return null;
    }

    /// <summary>Fills it, but for a rest.</summary>
    public void Fill(int leaveMegabytes)
    {
        using var ballast = File.Create(Ballast);
        var block = new byte[1 << 20];
        while (new DriveInfo(Path).AvailableFreeSpace > (long)leaveMegabytes << 20)
            ballast.Write(block);
    }

    /// <summary>Gives the room back that <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
