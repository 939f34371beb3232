using System.Globalization;
using AkkaGrid.Benchmarks.Servers;
using AkkaGrid.Testing;

namespace AkkaGrid.Benchmarks.Harness;

/// <summary>
/// Replicas of the store, or of its twin, or of Distributed Data, without an edge: a process each, one cluster.
/// </summary>
internal sealed class StoreGrid : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ServerProcess> _members = [];

    /// <summary>The processes, of which the first is the one that is written to.</summary>
    public IReadOnlyList<ServerProcess> Members => _members;

    /// <summary>The address of the first member, by which others join.</summary>
    public string First { get; private set; } = "";

    /// <summary>The CPU time of all so far.</summary>
    public TimeSpan Cpu => _members.Aggregate(TimeSpan.Zero, (sum, member) => sum + member.Cpu);

    /// <summary>Starts replicas.</summary>
    /// <param name="count">How many.</param>
    /// <param name="part"><see cref="StoreServer.Part"/> or <see cref="StoreServer.TwinPart"/>.</param>
    public static async Task<StoreGrid> StoreAsync(int count, string part)
    {
        var grid = new StoreGrid();
        for (var i = 0; i < count; i++)
        {
            var member = ServerProcess.Part(part, grid._folder.Path, $"r{i + 1}", grid._folder.Path);
            grid._members.Add(member);
            await member.AnswerAsync();
        }

        var addresses = new List<string>();
        foreach (var member in grid._members)
            addresses.Add(await member.AskAsync("start"));
        await grid.JoinAsync(addresses[0]);
        return grid;
    }

    /// <summary>Starts three members with Distributed Data.</summary>
    public static async Task<StoreGrid> DistributedDataAsync()
    {
        var grid = new StoreGrid();
        var addresses = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            grid._members.Add(ServerProcess.Part(DistributedDataServer.Part, grid._folder.Path));
            addresses.Add(await grid._members[^1].AnswerAsync());
        }

        await grid.JoinAsync(addresses[0]);
        return grid;
    }

    /// <summary>Writes at the first member, and waits until all others have it.</summary>
    public async Task<Sample> WriteAsync(int count, int inFlight)
    {
        var before = Cpu;
        var started = TimeProvider.System.GetTimestamp();
        await _members[0].AskAsync($"write {count} {inFlight}");
        var total = await _members[0].AskAsync("total");
        foreach (var member in _members.Skip(1))
            await member.AskAsync($"await {total}");
        return new Sample(count, TimeProvider.System.GetElapsedTime(started), Cpu - before);
    }

    /// <summary>
    /// Waits until the members have done what their last round has left to do, so that it does not run in the round of
    /// another: delta propagation and gossip on the one side, flushing and compacting on the other. Ten seconds at the
    /// most.
    /// </summary>
    public async Task SettleAsync()
    {
        var pause = TimeSpan.FromMilliseconds(500);
        for (var left = 20; left > 0; left--)
        {
            var before = Cpu;
            await Task.Delay(pause);
            if (Cpu - before < pause / 20)
                return;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_members.Count == 0)
            return;
        foreach (var member in _members)
            await member.DisposeAsync();
        _members.Clear();
        _folder.Dispose();
    }

    /// <summary>Milliseconds, as a member answers them.</summary>
    public static TimeSpan Elapsed(string answer) =>
        TimeSpan.FromMilliseconds(double.Parse(answer, CultureInfo.InvariantCulture));

    private async Task JoinAsync(string first)
    {
        First = first;
        foreach (var member in _members)
            await member.AskAsync($"join {first}");
        foreach (var member in _members)
            await member.AskAsync($"peers {_members.Count - 1}");
    }
}
