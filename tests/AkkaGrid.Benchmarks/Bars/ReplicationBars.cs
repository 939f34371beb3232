using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Benchmarks.Servers;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>
/// Three replicas without an edge, against their twin without causality and against Distributed Data.
/// </summary>
internal static class ReplicationBars
{
    private const int InFlight = 32;

    // A round is to outlast what comes by fits and starts, as compiling, collecting and flushing do.
    private const int UpdatesPerRound = 100_000;

    /// <summary>Writes, replicated to all, against the twin that keeps no causal order.</summary>
    public static async Task<IReadOnlyList<Bar>> CausalityAsync()
    {
        // What the runtime compiles, and where it puts it, differs from start to start by more than what is compared.
        const int Starts = 3;
        var starts = new List<Comparison>();
        while (starts.Count < Starts)
        {
            await using var causal = await StoreGrid.StoreAsync(3, StoreServer.Part);
            await using var twin = await StoreGrid.StoreAsync(3, StoreServer.TwinPart);
            starts.Add(await Comparison.RunAsync(
                new("causal", () => causal.WriteAsync(UpdatesPerRound, InFlight)),
                new("twin", () => twin.WriteAsync(UpdatesPerRound, InFlight))));
        }

        var compared = Comparison.Of(starts);
        return
        [
            Bar.AtMost(
                "causality on, CPU against the causality-off twin",
                compared.CpuRatio,
                1.07,
                compared.Ours,
                compared.Theirs),
        ];
    }

    /// <summary>
    /// Writes of single keys, of 10,000, against one dictionary of Distributed Data, and against a register for each
    /// key.
    /// </summary>
    public static async Task<IReadOnlyList<Bar>> UpdatesAsync()
    {
        const int DictionaryUpdates = 64;
        const int RegisterUpdates = 2_000;
        await using var store = await StoreGrid.StoreAsync(3, StoreServer.Part);
        await using var dictionary = await StoreGrid.DistributedDataAsync();
        await dictionary.Members[0].AskAsync("fill-dictionary");
        await dictionary.SettleAsync();
        var compared = await Comparison.RunAsync(
            Writes(store),
            Writes("dictionary", dictionary, DictionaryUpdates),
            warmUps: 2);
        await dictionary.DisposeAsync();
        await using var registers = await StoreGrid.DistributedDataAsync();
        await registers.Members[0].AskAsync("fill-registers");
        await registers.SettleAsync();
        var informative = await Comparison.RunAsync(
            Writes(store),
            Writes("registers", registers, RegisterUpdates),
            warmUps: 2);
        return
        [
            Bar.AtLeast(
                "single-key updates, 10,000 keys, against an LWWDictionary",
                compared.RateRatio, 500, compared.Ours, compared.Theirs, "0x"),
            Bar.Beside(
                "the same, against top-level LWWRegisters",
                informative.RateRatio, informative.Ours, informative.Theirs, "0x"),
        ];
    }

    private static Variant Writes(StoreGrid store) => new("store", async () =>
    {
        var sample = await store.WriteAsync(UpdatesPerRound, InFlight);
        await store.SettleAsync();
        return sample;
    });

    private static Variant Writes(string kind, StoreGrid grid, int count) => new(kind, async () =>
    {
        var before = grid.Cpu;
        var answer = await grid.Members[0].AskAsync($"write-{kind} {count} {InFlight}");
        var elapsed = StoreGrid.Elapsed(answer);
        await grid.SettleAsync();
        return new Sample(count, elapsed, grid.Cpu - before);
    });
}
