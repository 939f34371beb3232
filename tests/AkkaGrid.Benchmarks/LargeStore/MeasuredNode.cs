using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Benchmarks.LargeStore;

/// <summary>A node in a process of its own with a limited heap, and what it takes of the machine.</summary>
internal sealed class MeasuredNode : IDisposable
{
    private readonly NodeProcess _process;
    private readonly Uri _metrics;

    public MeasuredNode(
        string folder, string name, string seed, int remotingPort, int httpPort, int metricsPort, int heapMegabytes)
    {
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}") };
        _metrics = new Uri($"http://127.0.0.1:{metricsPort}/metrics");
        _process = new NodeProcess(
            folder,
            [
                "node",
                $"--AkkaGrid:Name={name}",
                $"--AkkaGrid:Remoting:Port={remotingPort}",
                $"--AkkaGrid:SeedNodes={seed}",
                $"--AkkaGrid:Metrics:Port={metricsPort}",
                $"--urls=http://127.0.0.1:{httpPort}",
            ],
            ("DOTNET_GCHeapHardLimit", $"0x{(long)heapMegabytes << 20:X}"));
    }

    public HttpClient Http { get; }

    public Task IsReadyAsync() => _process.IsReadyAsync(Http.BaseAddress!.ToString().TrimEnd('/'));

    /// <summary>The clock of its replica, in the order of its names.</summary>
    public async Task<string> ClockAsync()
    {
        var replica = await Http.GetFromJsonAsync<JsonElement>("store/replica");
        return string.Join(' ', replica.GetProperty("clock").EnumerateObject().Select(entry => $"{entry}").Order());
    }

    /// <summary>Heap, resident memory and its peak, in MB.</summary>
    public async Task<string> MemoryAsync()
    {
        var heap = (await Http.GetStringAsync(_metrics)).Split('\n')
            .Where(line => line.StartsWith("dotnet_gc_last_collection_heap_size_bytes", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        var status = await File.ReadAllLinesAsync($"/proc/{_process.Id}/status");
        return $"{heap / (1 << 20),8:f0} {Megabytes("VmRSS:"),8:f0} {Megabytes("VmHWM:"),8:f0}";

        double Megabytes(string name) => double.Parse(
            status.First(line => line.StartsWith(name, StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Ends it as the system's own shutdown does.</summary>
    public async Task StopAsync()
    {
        await _process.SendSigtermAsync();
        await _process.ExitCodeAsync();
        Dispose();
    }

    public void Dispose()
    {
        Http.Dispose();
        _process.Dispose();
    }
}
