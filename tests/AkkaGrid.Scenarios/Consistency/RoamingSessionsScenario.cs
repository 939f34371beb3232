using AkkaGrid.Client;
using AkkaGrid.Core.Verification;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>What roaming sessions see while the links between the replicas fail is causally consistent, and all converges.</summary>
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
        var recorder = new HistoryRecorder();
        using var chaos = new LinkChaos(grid, new Random(seed));

        await RunSessionsAsync(grid, recorder, chaos, seed);
        await chaos.EndAsync();
        await ConvergeAsync(grid);
        for (var node = 1; node <= 3; node++)
            recorder.Add(await FinalAsync(grid, node));

        Check(recorder.Operations(), seed);
    }

    private static async Task RunSessionsAsync(LocalNodes grid, HistoryRecorder recorder, LinkChaos chaos, int seed)
    {
        var sessions = Names
            .Select((name, i) => new RoamingSession(name, grid, Keys, recorder, new Random((seed * 1000) + i)))
            .ToList();
        await Task.WhenAll(sessions.Select(session => session.RunAsync(
            OperationsPerSession, [.. sessions.Where(other => other != session)], ChangeLinksAsync)));
        sessions.ForEach(session => session.Dispose());

        Task ChangeLinksAsync(int recorded) => recorded % OperationsPerChange == 0 ? chaos.StepAsync() : Task.CompletedTask;
    }

    private static Task ConvergeAsync(LocalNodes grid) => Eventually.True(
        async () =>
        {
            var replicas = await Task.WhenAll(Enumerable.Range(1, 3).Select(node => grid.Client(node).Store.ReplicaAsync()));
            return replicas.All(replica => replica.Stash.Count == 0
                && replica.Clock.OrderBy(entry => entry.Key).SequenceEqual(replicas[0].Clock.OrderBy(entry => entry.Key)));
        },
        "the replicas have the same clock");

    private static async Task<Operation> FinalAsync(LocalNodes grid, int node)
    {
        using var tags = new EntityTags();
        using var http = new HttpClient(tags, disposeHandler: false) { BaseAddress = grid.Address(node) };
        var store = new GridClient(http).Store;
        var reads = new List<KeyRead>();
        foreach (var key in Keys)
            reads.Add(new KeyRead(key, RoamingSession.Versions(await store.GetEnvelopeAsync(key), tags.Last)));
        return Operation.Final($"node{node}") with { Reads = reads };
    }

    private static void Check(IReadOnlyList<Operation> history, int seed)
    {
        var builder = new HistoryBuilder();
        foreach (var operation in history)
            builder.Add(operation);
        var verdict = HistoryChecker.Check(builder.Build());
        if (verdict is { IsConsistent: true, IsConverged: true })
            return;

        var file = Path.Combine(Path.GetTempPath(), $"akkagrid-history-{seed}.jsonl");
        File.WriteAllLines(file, history.Select(HistoryFormat.Format));
        Assert.Fail(
            $"seed {seed}, history in {file}:\n"
            + string.Join('\n', verdict.Findings.Select(finding => $"{finding.Pattern}: {finding.Message}\n  {string.Join("\n  ", finding.Operations)}")));
    }
}
