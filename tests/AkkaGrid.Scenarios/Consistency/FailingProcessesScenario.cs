using AkkaGrid.Scenarios.Processes;
using AkkaGrid.Testing.Network;
using Xunit.Abstractions;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>
/// What roaming sessions see while the nodes' processes fail is causally consistent, and all converges.
/// </summary>
public sealed class FailingProcessesScenario(ITestOutputHelper output)
{
    private const int Seed = 1;
    private const int MinAnswersPerAct = 50;

    // An act lasts until its faults are over and enough was answered to judge, but no longer than this.
    private static readonly TimeSpan MaxAct = TimeSpan.FromMinutes(2);

    // Bounds what there is to judge, however fast the machine is.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static readonly string[] Keys = ["k1", "k2", "k3", "k4", "k5"];
    private static readonly string[] Names = ["ann", "bob", "cleo", "dan", "eve", "finn"];

    [SkippableFact]
    public async Task Sessions_that_roam_over_processes_that_are_killed_frozen_cut_off_and_lose_a_disk_see_a_causal_history()
    {
        Skip.IfNot(CuttableNetwork.IsAvailable, "only Linux has all of 127.0.0.0/8 as loopback");
        using var network = new CuttableNetwork(3);
        using var grid = await ThreeProcesses.StartAsync(network);
        Uri[] nodes = [grid.Address(1), grid.Address(2), grid.Address(3)];
        var history = new RecordedHistory(nodes, Keys);
        using var sessions = new RoamingSessions(Names, nodes, Keys, history.Recorder, Seed);
        var random = new Random(Seed);
        var chaos = new ProcessChaos(grid, network, random);

        await RunActAsync();
        await LoseDiskAsync(random.Next(1, 4));
        await RunActAsync();

        await history.CheckAsync(Seed);

        async Task RunActAsync()
        {
            var before = history.Recorder.Answered;
            using var stop = new CancellationTokenSource();
            using var limit = new CancellationTokenSource(MaxAct);
            var faults = chaos.RunAsync(output.WriteLine, stop.Token);
            var roaming = sessions.RunAsync(_ => !faults.IsCompleted || !IsEnough(), _ => Task.Delay(Pause));
            // Where either fails the other has to end before the grid does.
            await Task.WhenAny(faults, roaming);
            await stop.CancelAsync();
            await Task.WhenAll(roaming, faults);

            var answered = history.Recorder.Answered - before;
            output.WriteLine($"{answered} operations were answered");
            Assert.True(answered >= MinAnswersPerAct, $"only {answered} operations were answered");
            await grid.AreReadyAsync(1, 2, 3);
            await history.ConvergeAsync();

            bool IsEnough() => limit.IsCancellationRequested || history.Recorder.Answered - before >= MinAnswersPerAct;
        }

        // All of it is at the others, so that nobody may miss anything of it.
        async Task LoseDiskAsync(int node)
        {
            output.WriteLine($"node{node} loses its disk");
            await grid.KillAsync(node);
            Directory.Delete(grid.DataOf(node), recursive: true);
            grid.Start(node);
        }
    }
}
