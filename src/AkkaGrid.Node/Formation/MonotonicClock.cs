using AkkaGrid.Core.Formation;

namespace AkkaGrid.Node.Formation;

/// <summary>
/// The monotonic clock of this machine, with a name for its start, so that one process can compare its readings with
/// those of an earlier process. A reboot or another machine gives it another name.
/// </summary>
/// <param name="name">Names the clock and its start.</param>
/// <param name="time">Supplies the time stamps.</param>
internal sealed class MonotonicClock(string name, TimeProvider time)
{
    private const string LinuxBootId = "/proc/sys/kernel/random/boot_id";

    // Other systems do not name their boot: there, only the readings of one process can be compared.
    private static readonly string OfThisProcess = Guid.NewGuid().ToString();

    /// <summary>The present reading.</summary>
    public ClockReading Now => new(name, time.GetElapsedTime(0));

    /// <summary>The clock of this machine.</summary>
    public static MonotonicClock OfThisMachine(TimeProvider time) => new(BootId() ?? OfThisProcess, time);

    private static string? BootId()
    {
        try
        {
            return File.Exists(LinuxBootId) && File.ReadAllText(LinuxBootId).Trim() is { Length: > 0 } id ? id : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
