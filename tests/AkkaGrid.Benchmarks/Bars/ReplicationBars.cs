using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Benchmarks.Servers;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>Three replicas without an edge, against their twin without causality and against Distributed Data.</summary>
internal static class ReplicationBars
{
    private const int InFlight = 32;
    private const int UpdatesPerRound = 20_000;

    // The difference is small: a round is to outlast what comes by fits and starts, as compiling, collecting and flushing do.
    private const int UpdatesPerLongRound = 100_000;

    /// <summary>Writes, replicated to all, against the twin that keeps no causal order.</summary>
    public static async Task<IReadOnlyList<Bar>> CausalityAsync()
    {
        await using var causal = await StoreGrid.StoreAsync(3, StoreServer.Part);
        await using var twin = await StoreGrid.StoreAsync(3, StoreServer.TwinPart);
        var compared = await Comparison.RunAsync(
            new("causal", () => causal.WriteAsync(UpdatesPerLongRound, InFlight)),
            new("twin", () => twin.WriteAsync(UpdatesPerLongRound, InFlight)));
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

    /// <summary>Writes of single keys, of 10,000, against one dictionary of Distributed Data, and against a register for each key.</summary>
    public static async Task<IReadOnlyList<Bar>> UpdatesAsync()
    {
        const int DictionaryUpdates = 32;
        const int RegisterUpdates = 2_000;
        await using var store = await StoreGrid.StoreAsync(3, StoreServer.Part);
        await using var dictionary = await StoreGrid.DistributedDataAsync();
        await dictionary.Members[0].AskAsync("fill-dictionary");
        var compared = await Comparison.RunAsync(
            new("store", () => store.WriteAsync(UpdatesPerRound, InFlight)),
            Writes("dictionary", dictionary, DictionaryUpdates),
            warmUps: 2);
        await dictionary.DisposeAsync();
        await using var registers = await StoreGrid.DistributedDataAsync();
        await registers.Members[0].AskAsync("fill-registers");
        var informative = await Comparison.RunAsync(
            new("store", () => store.WriteAsync(UpdatesPerRound, InFlight)),
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

    private static Variant Writes(string kind, StoreGrid grid, int count) => new(kind, async () =>
    {
        var before = grid.Cpu;
        var answer = await grid.Members[0].AskAsync($"write-{(kind == "dictionary" ? kind : "registers")} {count} {InFlight}");
        return new Sample(count, StoreGrid.Elapsed(answer), grid.Cpu - before);
    });
}
