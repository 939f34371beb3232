using System.Net;
using System.Text.Json;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Scenarios.Processes;

public sealed class FailingDiskScenario : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<int> _ports = ReservedPorts.Take(2);
    private readonly HttpClient _http;

    public FailingDiskScenario() => _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_ports[1]}") };

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task On_a_full_disk_writes_are_refused_reads_go_on_and_with_room_again_the_same_process_takes_writes()
    {
        using var disk = SmallDisk.TryMount(megabytes: 160);
        Skip.If(disk is null, SmallDisk.Unavailable);
        using var node = Start(disk.Path);
        await node.IsReadyAsync(_http.BaseAddress!.ToString().TrimEnd('/'));
        var acknowledged = new List<string>();
        disk.Fill(leaveMegabytes: 30);

        using (var refused = await PutUntilAsync(HttpStatusCode.ServiceUnavailable, acknowledged))
        {
            var problem = await ProblemAsync(refused);
            Assert.EndsWith("store-unavailable", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
            Assert.Contains("The disk is full", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.NotEmpty(acknowledged);
        await AreAllThereAsync(acknowledged);
        disk.Free();
        await Eventually.True(
            async () => (await PutAsync(acknowledged)).StatusCode == HttpStatusCode.OK, "a write is taken");
        await AreAllThereAsync(acknowledged);
    }

    [Fact]
    public async Task A_node_whose_data_is_damaged_says_so_in_one_line_and_ends()
    {
        using (var node = Start(_folder.Path))
        {
            await node.IsReadyAsync(_http.BaseAddress!.ToString().TrimEnd('/'));
            (await PutAsync([])).EnsureSuccessStatusCode();
            await node.KillAsync();
        }

        var store = Path.Combine(_folder.Path, "data", "node1", "store");
        await File.WriteAllTextAsync(Directory.GetFiles(store, "MANIFEST-*").Single(), "garbage");
        using var again = Start(_folder.Path);

        Assert.Equal(1, await again.ExitCodeAsync());
        var said = Assert.Single(
            again.Output.Split('\n'), line => line.Contains("is damaged", StringComparison.Ordinal));
        Assert.Contains(store, said, StringComparison.Ordinal);
        Assert.Contains("Restore a backup of it, or delete it", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_that_meets_a_damaged_block_is_answered_503_with_a_remedy()
    {
        var keys = new List<string>();
        using (var node = Start(_folder.Path))
        {
            await node.IsReadyAsync(_http.BaseAddress!.ToString().TrimEnd('/'));
            for (var i = 0; i < 20; i++)
                (await PutAsync(keys)).EnsureSuccessStatusCode();
            await node.KillAsync();
        }

        // The next start moves what the log holds into tables.
        using (var node = Start(_folder.Path))
        {
            await node.IsReadyAsync(_http.BaseAddress!.ToString().TrimEnd('/'));
            await node.KillAsync();
        }

        foreach (var table in Directory.GetFiles(Path.Combine(_folder.Path, "data", "node1", "store"), "*.sst")
            .Where(table => new FileInfo(table).Length > 1 << 20))
        {
            var bytes = await File.ReadAllBytesAsync(table);
            bytes[bytes.Length / 2] ^= 0x10;
            await File.WriteAllBytesAsync(table, bytes);
        }

        using var again = Start(_folder.Path);
        await again.IsReadyAsync(_http.BaseAddress!.ToString().TrimEnd('/'));
        var statuses = new List<HttpStatusCode>();
        foreach (var key in keys)
        {
            using var answer = await _http.GetAsync($"kv/{key}");
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                Assert.Contains(
                    "is damaged",
                    (await ProblemAsync(answer)).GetProperty("detail").GetString(),
                    StringComparison.Ordinal);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], statuses.Distinct().Order());
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    private NodeProcess Start(string folder) => new(
        folder,
        [
            "node",
            "--AkkaGrid:Name=node1",
            $"--AkkaGrid:Remoting:Port={_ports[0]}",
            "--AkkaGrid:Metrics:Port=0",
            $"--urls={_http.BaseAddress}",
        ]);

    private async Task<HttpResponseMessage> PutUntilAsync(HttpStatusCode status, List<string> acknowledged)
    {
        while (true)
        {
            var answer = await PutAsync(acknowledged);
            if (answer.StatusCode == status)
                return answer;
            answer.Dispose();
        }
    }

    private async Task<HttpResponseMessage> PutAsync(List<string> acknowledged)
    {
        var key = $"k{acknowledged.Count}";
        var value = new byte[200_000];
        new Random(acknowledged.Count).NextBytes(value);
        var answer = await _http.PutAsync($"kv/{key}", new ByteArrayContent(value));
        if (answer.IsSuccessStatusCode)
            acknowledged.Add(key);
        return answer;
    }

    private async Task AreAllThereAsync(IEnumerable<string> keys)
    {
        foreach (var key in keys)
            Assert.Equal(200_000, (await _http.GetByteArrayAsync($"kv/{key}")).Length);
    }
}
