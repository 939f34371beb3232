using System.Net.Http.Json;
using System.Text.Json;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Processes;

/// <summary>Nodes whose heap is far smaller than their data: one that held all of it in memory would end.</summary>
public sealed class LargeStoreScenario : IDisposable
{
    // More updates than a replica takes from the log, so that it takes a snapshot.
    private const int Keys = 210_000;
    private const int BatchKeys = 2;
    private const int HeapMegabytes = 80;
    private const int ValueBytes = 500;

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<int> _ports = ReservedPorts.Take(4);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_larger_than_the_heap_is_loaded_listed_and_handed_to_an_empty_replica()
    {
        using var first = Start(1);
        using var http = new HttpClient { BaseAddress = Address(1) };
        await first.IsReadyAsync(Address(1).ToString().TrimEnd('/'));
        await LoadAsync(http);
        Assert.Equal(Keys, await CountAsync(http));

        using var second = Start(2);
        using var there = new HttpClient { BaseAddress = Address(2) };
        await second.IsReadyAsync(Address(2).ToString().TrimEnd('/'));
        await Eventually.True(
            async () => (await there.GetAsync($"kv/{Key(Keys - 1)}")).IsSuccessStatusCode, "the empty replica has all");
        Assert.Equal(Keys, await CountAsync(there));
        Assert.DoesNotContain(
            "kv_snapshot_chunks_total 0", await there.GetStringAsync("metrics"), StringComparison.Ordinal);
    }

    private static string Key(int i) => $"k{i:d6}";

    private static Task LoadAsync(HttpClient http) => Parallel.ForAsync(
        0,
        Keys / BatchKeys,
        new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (batch, cancellationToken) =>
        {
            var puts = Enumerable.Range(batch * BatchKeys, BatchKeys)
                .ToDictionary(Key, i => new string((char)('a' + (i % 26)), ValueBytes));
            using var answer = await http.PostAsJsonAsync("store/batch", new { puts }, cancellationToken);
            answer.EnsureSuccessStatusCode();
        });

    private static async Task<int> CountAsync(HttpClient http)
    {
        var count = 0;
        string? after = null;
        do
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"kv?limit=1000&after={after}");
            count += page.GetProperty("items").GetArrayLength();
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        return count;
    }

    private Uri Address(int node) => new($"http://127.0.0.1:{_ports[node + 1]}");

    private NodeProcess Start(int node) => new(
        _folder.Path,
        [
            "node",
            $"--AkkaGrid:Name=node{node}",
            $"--AkkaGrid:Remoting:Port={_ports[node - 1]}",
            $"--AkkaGrid:SeedNodes=akka.tcp://AkkaGrid@127.0.0.1:{_ports[0]}",
            "--AkkaGrid:KeyValue:Durability=os",
            "--AkkaGrid:Metrics:Port=0",
            $"--urls={Address(node)}",
        ],
        ("DOTNET_GCHeapHardLimit", $"0x{HeapMegabytes << 20:X}"));
}
