namespace AkkaGrid.Core.Verification;

/// <summary>
/// Finds reads of many keys that no order of their own past explains, which makes a history fail CC and not only CCv.
/// Looked for only where CCv has failed, since CCv implies CC.
/// </summary>
internal sealed class FracturedReads(History history, CausalPast past, WriteIndex writes)
{
    // The check of one read is quadratic in what it saw; beyond this a fractured read shows as CyclicCF only.
    private const int MaxSources = 2_000;

    public void Find(FindingLog log, CounterexampleReport narrator)
    {
        for (var node = 0; node < history.Operations; node++)
        {
            if (history.ReadStart[node + 1] - history.ReadStart[node] < 2 || !IsFractured(node))
                continue;
            var reader = node;
            log.Add(BadPattern.FracturedRead, () => narrator.Tell(
                BadPattern.FracturedRead,
                $"{narrator.Name(reader)} returns what never stood side by side: each of these writes was overwritten "
                    + "before another of them",
                SourcesOf(reader).Select(source => source.Node).Distinct().Prepend(reader)));
        }
    }

    private IEnumerable<(int Node, int Key)> SourcesOf(int node)
    {
        for (var read = history.ReadStart[node]; read < history.ReadStart[node + 1]; read++)
        {
            if (history.Source[history.VersionStart[read]] is >= 0 and var source)
                yield return (source, history.ReadKey[read]);
        }
    }

    private bool IsFractured(int node)
    {
        var sources = SourcesOf(node).ToList();
        if (sources.Count is < 2 or > MaxSources)
            return false;
        var overwritten = sources.ConvertAll(source => ComesBefore(node, source.Node, source.Key));
        // What was overwritten as it stands is told as such.
        var left = Enumerable.Range(0, sources.Count)
            .Where(read => !Precedes(sources[read].Node, overwritten[read])).ToList();
        while (left.Count > 0)
        {
            // What nothing that is left must precede can be put first; where there is no such one, they go in a circle.
            var rest = left.FindAll(read => left.Exists(other => Precedes(sources[other].Node, overwritten[read])));
            if (rest.Count == left.Count)
                return true;
            left = rest;
        }

        return false;
    }

    private bool Precedes(int node, int[] counts) => counts[history.LaneOf[node]] > history.PositionOf(node);

    /// <summary>
    /// Per lane how much must come before a source, because the read preferred it to what it knew of the key.
    /// </summary>
    private int[] ComesBefore(int reader, int source, int key)
    {
        var counts = new int[history.Lanes];
        for (var run = writes.FirstRun(key); run < writes.FirstRun(key + 1); run++)
        {
            var write = writes.LastAmong(run, past.Of(reader)[writes.LaneOf(run)]);
            if (write == WriteIndex.None || writes.NodeOf(write) is var node && node == source)
                continue;
            Raise(counts, past.Of(node));
            counts[history.LaneOf[node]] = Math.Max(counts[history.LaneOf[node]], history.PositionOf(node) + 1);
        }

        return counts;
    }

    private static void Raise(int[] counts, ReadOnlySpan<int> other)
    {
        for (var lane = 0; lane < counts.Length; lane++)
            counts[lane] = Math.Max(counts[lane], other[lane]);
    }
}
