using System.Diagnostics;
using System.Globalization;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Processes;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Benchmarks.Failover;

/// <summary>
/// What clients at the edges that are left see of a node that fails: three processes, of which the balancer's leaves,
/// is killed, is frozen or is cut off, or the host of the substation that is given everything is killed, while two
/// clients ask for power 20 times a second each.
/// </summary>
internal sealed class FailoverRun : IDisposable
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    private readonly CuttableNetwork? _network;
    private readonly ThreeProcesses _grid;

    private FailoverRun(CuttableNetwork? network, ThreeProcesses grid)
    {
        _network = network;
        _grid = grid;
    }

    private delegate Task Fault(FailoverRun run, int node);

    /// <summary>Runs it: <c>failover [times each, 5] [only these faults]</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var times = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        (string Name, bool OfBalancer, Fault Strike, Fault Mend)[] faults =
        [
            ("leave", true, (run, node) => run._grid.StopAsync(node), StartAsync),
            ("kill", true, (run, node) => run._grid.KillAsync(node), StartAsync),
            ("freeze", true, (run, node) => run._grid.FreezeAsync(node), (run, node) => run._grid.ThawAsync(node)),
            ("partition", true, CutAsync, HealAsync),
            ("kill-host", false, (run, node) => run._grid.KillAsync(node), StartAsync),
        ];
        Console.WriteLine(
            "| fault | times | requests | longest without an acceptance: median, worst | worst latency: "
            + "median, worst | not accepted |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, ofBalancer, strike, mend) in faults.Where(fault =>
            args.Length < 2 || args.Contains(fault.Name)))
        {
            using var run = await StartGridAsync(name == "partition");
            var answers = new List<FailoverSample>();
            for (var i = 0; i < times; i++)
                answers.Add(await run.MeasureAsync(ofBalancer, strike, mend, $"{name}-{i}"));
            Console.WriteLine(Row(name, answers));
        }

        return 0;
    }

    public void Dispose()
    {
        _grid.Dispose();
        _network?.Dispose();
    }

    private static async Task<FailoverRun> StartGridAsync(bool isCuttable)
    {
        var network = isCuttable ? new CuttableNetwork(3) : null;
        return new FailoverRun(network, await ThreeProcesses.StartAsync(network));
    }

    private static Task StartAsync(FailoverRun run, int node)
    {
        run._grid.Start(node);
        return Task.CompletedTask;
    }

    private static Task CutAsync(FailoverRun run, int node)
    {
        run._network!.Isolate(node);
        return Task.CompletedTask;
    }

    private static Task HealAsync(FailoverRun run, int node)
    {
        run._network!.Heal();
        return Task.CompletedTask;
    }

    private async Task<FailoverSample> MeasureAsync(bool ofBalancer, Fault strike, Fault mend, string name)
    {
        for (var node = 1; node <= 3; node++)
            await _grid.SeesAsync(node, 1, 2, 3);
        await Task.Delay(Calm);
        var balancer = await _grid.BalancerAsync(observer: 1);
        var struck = ofBalancer ? balancer : await LoadedAsync(balancer);
        int[] left = [.. Enumerable.Range(1, 3).Where(node => node != struck)];
        var clients = left.Select(node => new SteadyClient(_grid.Address(node), $"{name}-{node}")).ToList();
        using var enough = new CancellationTokenSource();
        var asking = Task.WhenAll(clients.Select(client => client.RunAsync(enough.Token)));
        await Task.Delay(Calm);

        var at = Stopwatch.GetTimestamp();
        await strike(this, struck);
        await (ofBalancer ? _grid.BalancerHasMovedAsync(struck) : _grid.SeesAsync(balancer, left));
        await Task.Delay(Calm);
        await enough.CancelAsync();
        await asking;
        await mend(this, struck);
        if (_network is null)
            await _grid.AreReadyAsync(1, 2, 3);
        if (!ofBalancer)
            await _grid.Client(balancer).Charging.ResumeAsync($"substation_{balancer}");

        var sample = FailoverSample.Of(at, clients.ConvertAll(client => client.Answers));
        clients.ForEach(client => client.Dispose());
        Console.Error.WriteLine($"{name}: node{struck}, {sample}");
        return sample;
    }

    /// <summary>Makes another node than the balancer's the one whose substation is given everything.</summary>
    private async Task<int> LoadedAsync(int balancer)
    {
        var charging = _grid.Client(balancer).Charging;
        await charging.DrainAsync($"substation_{balancer}");
        await Task.Delay(Calm);
        var accepted = await charging.ChargeAsync(new ChargeRequest("EV_first", 0.001m, Priorities.Normal));
        return int.Parse(accepted.SubstationId["substation_".Length..], CultureInfo.InvariantCulture);
    }

    private static string Row(string fault, List<FailoverSample> samples)
    {
        var refused = samples.SelectMany(sample => sample.Refused)
            .GroupBy(entry => entry.Key, entry => entry.Value)
            .Select(group => $"{group.Sum()} {group.Key}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {fault} | {samples.Count} | {samples.Sum(sample => sample.Requests)} | {Of(sample => sample.Gap)} | "
                + $"{Of(sample => sample.Latency)} | {string.Join(", ", refused.DefaultIfEmpty("none"))} |");

        string Of(Func<FailoverSample, double> figure)
        {
            var ordered = samples.Select(figure).Order().ToList();
            return string.Create(
                CultureInfo.InvariantCulture, $"{ordered[ordered.Count / 2]:0.0} s, {ordered[^1]:0.0} s");
        }
    }
}
