using System.Globalization;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Node.Formation;

/// <summary>
/// Keeps the vote of this node across restarts, as one line: the end of the lease in Unix milliseconds and the candidate.
/// </summary>
/// <remarks>
/// Not synced to the disk: what loses the system's write cache also keeps a machine away for longer than a lease.
/// </remarks>
internal sealed class VoteFile(string folder, TimeProvider time)
{
    private readonly string _path = Path.Combine(folder, "formation.vote");
    private readonly SemaphoreSlim _oneWrite = new(1);

    /// <summary>Writes the vote down. The caller tells it only after that.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task WriteAsync(NodeAddress candidate, TimeSpan lease)
    {
        var until = (time.GetUtcNow() + lease).ToUnixTimeMilliseconds();
        await _oneWrite.WaitAsync();
        try
        {
            Directory.CreateDirectory(folder);
            var fresh = _path + ".new";
            await File.WriteAllTextAsync(fresh, string.Create(CultureInfo.InvariantCulture, $"{until} {candidate}"));
            File.Move(fresh, _path, overwrite: true);
        }
        finally
        {
            _oneWrite.Release();
        }
    }

    /// <summary>The vote that still binds, if any, and for how long.</summary>
    public (NodeAddress Candidate, TimeSpan Remaining)? Read()
    {
        if (!File.Exists(_path))
            return null;
        var line = File.ReadAllText(_path).Split(' ', 2);
        if (line.Length != 2 || !long.TryParse(line[0], CultureInfo.InvariantCulture, out var until))
            return null;
        var remaining = DateTimeOffset.FromUnixTimeMilliseconds(until) - time.GetUtcNow();
        return remaining > TimeSpan.Zero ? (new NodeAddress(line[1]), remaining) : null;
    }
}
