using System.Collections.Concurrent;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Processes;

public sealed class KilledGridScenario
{
    private const int Writers = 9;

    private readonly IReadOnlyList<int> _ports = ReservedPorts.Take(7);

    [Fact]
    public async Task After_kill_9_of_all_nodes_in_mid_write_nothing_that_was_acknowledged_is_gone()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new ConcurrentDictionary<string, int>();
        using (var grid = await StartAsync(folder.Path))
        {
            var writers = Enumerable.Range(0, Writers)
                .Select(writer => WriteUntilItFailsAsync(writer, acknowledged)).ToList();
            await Eventually.True(() => acknowledged.Values.Sum() > 500, "writes are acknowledged");
            await grid.KillAsync();
            await Task.WhenAll(writers);
        }

        using var again = await StartAsync(folder.Path);
        using var http = new HttpClient();
        for (var node = 0; node < 3; node++)
        {
            foreach (var (key, last) in acknowledged)
            {
                await Eventually.True(
                    async () =>
                    {
                        using var answer = await http.GetAsync(Url(node, key));
                        return answer.IsSuccessStatusCode
                            && int.Parse(await answer.Content.ReadAsStringAsync()) >= last;
                    },
                    $"node{node + 1} has {key} at {last} or later");
            }
        }
    }

    private async Task<NodeProcess> StartAsync(string folder)
    {
        var process = new NodeProcess(
            folder,
            [
                $"--AkkaGrid:Local:Ports={_ports[0]},{_ports[1]},{_ports[2]}",
                $"--AkkaGrid:Local:EdgePorts={_ports[3]}",
                $"--AkkaGrid:Local:RemotingPorts={_ports[4]},{_ports[5]},{_ports[6]}",
                "--AkkaGrid:Metrics:Port=0",
            ]);
        for (var node = 0; node < 3; node++)
            await process.IsReadyAsync($"http://127.0.0.1:{_ports[node]}");
        return process;
    }

    private async Task WriteUntilItFailsAsync(int writer, ConcurrentDictionary<string, int> acknowledged)
    {
        using var http = new HttpClient();
        try
        {
            for (var i = 1; ; i++)
            {
                var key = $"writer{writer}/{i % 20}";
                using var answer = await http.PutAsync(Url(writer % 3, key), new StringContent($"{i}"));
                if (answer.IsSuccessStatusCode)
                    acknowledged[key] = i;
            }
        }
        catch (HttpRequestException)
        {
            // The node is gone: what is acknowledged by now must be there again.
        }
    }

    private Uri Url(int node, string key) => new($"http://127.0.0.1:{_ports[node]}/kv/{key}");
}
