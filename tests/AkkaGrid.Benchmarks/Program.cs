using AkkaGrid.Benchmarks.Bars;
using AkkaGrid.Benchmarks.Failover;
using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Benchmarks.LargeStore;
using AkkaGrid.Benchmarks.Servers;
using BenchmarkDotNet.Running;

Dictionary<string, Func<Task<IReadOnlyList<Bar>>>> bars = new()
{
    ["get"] = HttpBars.GetAsync,
    ["put"] = HttpBars.PutAsync,
    ["durability"] = HttpBars.DurabilityAsync,
    ["visibility"] = VisibilityBar.RunAsync,
    ["updates"] = ReplicationBars.UpdatesAsync,
    ["causality"] = ReplicationBars.CausalityAsync,
    ["wire"] = CausalityCost.RunAsync,
    ["catch-up"] = CatchUpBar.RunAsync,
    ["idle"] = IdleBars.RunAsync,
    ["dispatch"] = DispatchBars.RunAsync,
    ["decision"] = DecisionBar.RunAsync,
};

switch (args)
{
    case ["large-store", .. var rest]:
        return await LargeStoreRun.RunAsync(rest);
    case ["failover", .. var rest]:
        return await FailoverRun.RunAsync(rest);
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(Bar).Assembly).Run(rest);
        return 0;
    case [BareServer.Part, var port, .. var headers]:
        await BareServer.RunAsync(int.Parse(port, provider: null), headers);
        return 0;
    case [StoreServer.Part or StoreServer.TwinPart, var name, var folder]:
        await StoreServer.RunAsync(name, folder, isTwin: args[0] == StoreServer.TwinPart);
        return 0;
    case [DistributedDataServer.Part]:
        await DistributedDataServer.RunAsync();
        return 0;
    case [RemoteServer.Part]:
        await RemoteServer.RunAsync();
        return 0;
    case ["all"]:
        return await Table.ShowAsync(bars);
    case [_, ..] when args.All(bars.ContainsKey):
        return await Table.ShowAsync(args.Select(name => KeyValuePair.Create(name, bars[name])));
    default:
        Console.Error.WriteLine(
            $"usage: all | micro [BenchmarkDotNet's own arguments] | one or more of {string.Join(", ", bars.Keys)}");
        return 2;
}
