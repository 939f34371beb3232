using AkkaGrid.Scenarios.Processes;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>Kills, freezes and cuts off processes of a grid, one at a time, by a seed.</summary>
internal sealed class ProcessChaos(ThreeProcesses grid, CuttableNetwork network, Random random)
{
    private enum Fault
    {
        Killed,
        Frozen,
        CutOff,
    }

    /// <summary>
    /// Does each of them once, in an order of its own, and leaves all as it was unless it is stopped.
    /// </summary>
    /// <param name="told">Is told of each.</param>
    /// <param name="stop">Stops it where it is.</param>
    public async Task RunAsync(Action<string> told, CancellationToken stop)
    {
        var faults = Enum.GetValues<Fault>();
        random.Shuffle(faults);
        foreach (var fault in faults)
        {
            var node = random.Next(1, 4);
            told($"node{node}: {fault}");
            switch (fault)
            {
                case Fault.Killed:
                    await grid.KillAsync(node);
                    await ForAWhileAsync(stop);
                    grid.Start(node);
                    break;
                case Fault.Frozen:
                    await grid.FreezeAsync(node);
                    await ForAWhileAsync(stop);
                    await grid.ThawAsync(node);
                    break;
                case Fault.CutOff:
                    network.Isolate(node);
                    await ForAWhileAsync(stop);
                    network.Heal();
                    break;
            }

            await ForAWhileAsync(stop);
        }
    }

    // Up to somewhat longer than the others take to notice.
    private Task ForAWhileAsync(CancellationToken stop) =>
        Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 4), stop);
}
