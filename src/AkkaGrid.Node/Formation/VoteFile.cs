using System.Globalization;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Node.Formation;

/// <summary>
/// Keeps the vote of this node across restarts. The first line has the end of the lease by the wall clock, in Unix
/// milliseconds, and the candidate; the second line has the reading of the monotonic clock, in 100 ns, and its name.
/// </summary>
/// <remarks>
/// Only the monotonic clock decides how long a vote still binds. The time in the first line is for people and for
/// earlier versions, which wrote that line alone. The file is not synced to the disk: a crash of the machine that loses
/// the write cache also keeps the machine down for longer than a lease.
/// </remarks>
internal sealed class VoteFile(string folder, TimeProvider time, MonotonicClock clock)
{
    private readonly string _path = Path.Combine(folder, "formation.vote");
    private readonly SemaphoreSlim _oneWrite = new(1);

    /// <summary>Persists the vote. The caller must not send it before this returns.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task WriteAsync(NodeAddress candidate, TimeSpan lease)
    {
        await _oneWrite.WaitAsync();
        try
        {
            var until = (time.GetUtcNow() + lease).ToUnixTimeMilliseconds();
            var (name, elapsed) = clock.Now;
            Directory.CreateDirectory(folder);
            var fresh = _path + ".new";
            await File.WriteAllTextAsync(
                fresh, string.Create(CultureInfo.InvariantCulture, $"{until} {candidate}\n{elapsed.Ticks} {name}\n"));
            File.Move(fresh, _path, overwrite: true);
        }
        finally
        {
            _oneWrite.Release();
        }
    }

    /// <summary>How long the last vote may still bind, and for whom; null where it does not bind any more.</summary>
    /// <param name="lease">How long a vote binds.</param>
    public (NodeAddress? Candidate, TimeSpan Remaining)? Read(TimeSpan lease)
    {
        if (!File.Exists(_path))
            return null;
        var vote = ReadVote();
        var remaining = vote.Remaining(lease, clock.Now);
        return remaining > TimeSpan.Zero ? (vote.Candidate, remaining) : null;
    }

    private PersistedVote ReadVote()
    {
        string[] lines;
        try
        {
            lines = File.ReadAllText(_path).Split('\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new PersistedVote(Candidate: null, WrittenAt: null);
        }

        return new PersistedVote(
            Parse(lines[0]) is var (_, candidate) ? new NodeAddress(candidate) : null,
            lines.Length > 1 && Parse(lines[1]) is var (ticks, name)
                ? new ClockReading(name, new TimeSpan(ticks))
                : null);
    }

    private static (long Number, string Text)? Parse(string line) =>
        line.Split(' ', 2) is [var number, { Length: > 0 } text]
        && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed)
            ? (parsed, text)
            : null;
}
