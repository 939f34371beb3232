using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Verification;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>
/// What all sessions of a scenario did and saw, closed by what every replica holds in the end, and judged.
/// </summary>
/// <param name="nodes">Where the nodes answer; the first is node1.</param>
/// <param name="keys">The keys that the sessions use.</param>
internal sealed class RecordedHistory(IReadOnlyList<Uri> nodes, IReadOnlyList<string> keys)
{
    /// <summary>Records the sessions.</summary>
    public HistoryRecorder Recorder { get; } = new();

    /// <summary>Awaits that all replicas have the same, and nothing in waiting.</summary>
    public Task ConvergeAsync() => Eventually.True(
        () => AnsweredAsync(async () =>
        {
            var replicas = await Task.WhenAll(nodes.Select(async node =>
            {
                using var http = new HttpClient { BaseAddress = node };
                return await new GridClient(http).Store.ReplicaAsync();
            }));
            return replicas.All(replica => replica.Stash.Count == 0
                && replica.Peers.Count == nodes.Count - 1
                && replica.Clock.OrderBy(entry => entry.Key)
                    .SequenceEqual(replicas[0].Clock.OrderBy(entry => entry.Key)));
        }),
        "the replicas have the same clock");

    /// <summary>Reads every replica to its end, and has the checker judge all that was seen.</summary>
    /// <param name="seed">Is told where the verdict is bad.</param>
    public async Task CheckAsync(int seed)
    {
        for (var node = 1; node <= nodes.Count; node++)
            await AddFinalAsync(node);
        var history = Recorder.Operations();
        var builder = new HistoryBuilder();
        foreach (var operation in history)
            builder.Add(operation);
        var verdict = HistoryChecker.Check(builder.Build());
        if (verdict is { IsConsistent: true, IsConverged: true })
            return;

        var file = Path.Combine(Path.GetTempPath(), $"akkagrid-history-{seed}.jsonl");
        await File.WriteAllLinesAsync(file, history.Select(HistoryFormat.Format));
        Assert.Fail(
            $"seed {seed}, history in {file}:\n"
            + string.Join('\n', verdict.Findings.Select(finding =>
                $"{finding.Pattern}: {finding.Message}\n  {string.Join("\n  ", finding.Operations)}")));
    }

    private Task AddFinalAsync(int node) => Eventually.True(
        () => AnsweredAsync(async () =>
        {
            Recorder.Add(await FinalAsync(node));
            return true;
        }),
        $"node{node} is read to its end");

    // A node that has just been started, or is busy, may answer a moment later than it is asked.
    private static async Task<bool> AnsweredAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (Exception error)
            when (error is HttpRequestException or GridException { Kind: ProblemKinds.StoreUnavailable })
        {
            return false;
        }
    }

    private async Task<Operation> FinalAsync(int node)
    {
        using var tags = new EntityTags();
        using var http = new HttpClient(tags, disposeHandler: false) { BaseAddress = nodes[node - 1] };
        var store = new GridClient(http).Store;
        var reads = new List<KeyRead>();
        foreach (var key in keys)
            reads.Add(new KeyRead(key, RoamingSession.Versions(await store.GetEnvelopeAsync(key), tags.Last)));
        return Operation.Final($"node{node}") with { Reads = reads };
    }
}
