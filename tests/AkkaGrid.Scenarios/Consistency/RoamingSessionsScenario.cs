using AkkaGrid.Scenarios.Grid;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>
/// What roaming sessions see while the links between the replicas fail is causally consistent, and all converges.
/// </summary>
public sealed class RoamingSessionsScenario
{
    private const int OperationsPerSession = 120;
    private const int OperationsPerChange = 15;

    private static readonly string[] Keys = ["k1", "k2", "k3", "k4", "k5"];
    private static readonly string[] Names = ["ann", "bob", "cleo", "dan", "eve", "finn"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Sessions_that_roam_over_failing_links_see_a_causal_history_and_the_replicas_converge(int seed)
    {
        await using var grid = await LocalNodes.StartAsync(contextWait: TimeSpan.FromMilliseconds(200));
        using var chaos = new LinkChaos(grid, new Random(seed));
        Uri[] nodes = [grid.Address(1), grid.Address(2), grid.Address(3)];
        var history = new RecordedHistory(nodes, Keys);
        using var sessions = new RoamingSessions(Names, nodes, Keys, history.Recorder, seed);

        await sessions.RunAsync(
            done => done < OperationsPerSession,
            recorded => recorded % OperationsPerChange == 0 ? chaos.StepAsync() : Task.CompletedTask);
        await chaos.EndAsync();
        await history.ConvergeAsync();

        await history.CheckAsync(seed);
    }
}
