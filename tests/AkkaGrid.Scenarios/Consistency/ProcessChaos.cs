using AkkaGrid.Scenarios.Processes;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>Kills, freezes and cuts off the processes of a grid, one at a time, by a seed.</summary>
internal sealed class ProcessChaos(ThreeProcesses grid, CuttableNetwork network, Random random)
{
    /// <summary>Does so many steps, and leaves all as it was.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="told">Is told of each.</param>
    public async Task RunAsync(int steps, Action<string> told)
    {
        for (var i = 0; i < steps; i++)
        {
            var node = random.Next(1, 4);
            switch (random.Next(3))
            {
                case 0:
                    told($"kill -9 of node{node}");
                    await grid.KillAsync(node);
                    await ForAWhileAsync();
                    grid.Start(node);
                    break;
                case 1:
                    told($"node{node} is frozen");
                    await grid.FreezeAsync(node);
                    await ForAWhileAsync();
                    await grid.ThawAsync(node);
                    break;
                default:
                    told($"node{node} is cut off");
                    network.Isolate(node);
                    await ForAWhileAsync();
                    network.Heal();
                    break;
            }

            await ForAWhileAsync();
        }
    }

    // Up to somewhat longer than the others take to notice.
    private Task ForAWhileAsync() => Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 4));
}
