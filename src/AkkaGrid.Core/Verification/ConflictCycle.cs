namespace AkkaGrid.Core.Verification;

/// <summary>
/// Puts a cycle of causes and conflicts into words: the writes, and the reads that contradict each other.
/// </summary>
internal sealed class ConflictCycle(
    History history, CausalPast past, Conflicts conflicts, CounterexampleReport narrator)
{
    /// <summary>The finding.</summary>
    /// <param name="cycle">The nodes, each right before the next, and the last before the first.</param>
    public Finding Tell(IReadOnlyList<int> cycle)
    {
        var edges = new List<(int Before, int Write)>();
        for (var i = 0; i < cycle.Count; i++)
        {
            var (before, write) = (cycle[i], cycle[(i + 1) % cycle.Count]);
            if (!past.IsBefore(before, write) && conflicts.Has(before, write))
                edges.Add((before, write));
        }

        var shown = Shorten(edges);
        var witnesses = Witnesses(shown);
        var reasons = shown.Select(edge =>
            $"{narrator.Name(witnesses[edge].Reader)} says that {narrator.Written(edge.Before, witnesses[edge].Key)} "
            + $"came before {narrator.Written(edge.Write, witnesses[edge].Key)} at "
            + $"{narrator.Key(witnesses[edge].Key)}");
        return narrator.Tell(
            BadPattern.CyclicCF,
            "no order of the writes explains these reads: " + string.Join("; ", reasons),
            shown.SelectMany(edge => new[] { edge.Before, edge.Write, witnesses[edge].Reader }).Distinct());
    }

    /// <summary>Leaves out conflicts between which causality alone leads on.</summary>
    private List<(int Before, int Write)> Shorten(List<(int Before, int Write)> edges)
    {
        var kept = new List<(int Before, int Write)>();
        for (var i = 0; i < edges.Count;)
        {
            kept.Add(edges[i]);
            if (Leads(edges[i].Write, kept[0].Before))
                return kept;
            var next = edges.Count - 1;
            while (next > i + 1 && !Leads(edges[i].Write, edges[next].Before))
                next--;
            i = next > i ? next : i + 1;
        }

        return kept;
    }

    private bool Leads(int from, int to) => from == to || past.IsBefore(from, to);

    /// <summary>
    /// Per conflict a read that preferred the one write though it had the other among its causes, and the key.
    /// </summary>
    private Dictionary<(int Before, int Write), (int Reader, int Key)> Witnesses(List<(int Before, int Write)> edges)
    {
        var witnesses = new Dictionary<(int Before, int Write), (int Reader, int Key)>();
        var wanted = edges.ToLookup(edge => edge.Write);
        for (var node = 0; node < history.Operations; node++)
        {
            for (var read = history.ReadStart[node]; read < history.ReadStart[node + 1]; read++)
            {
                var key = history.ReadKey[read];
                var winner = history.Source[history.VersionStart[read]];
                var candidates = winner >= 0 ? wanted[winner] : winner == ReadSources.Unnamed ? edges : [];
                foreach (var edge in candidates)
                {
                    if (past.IsBefore(edge.Before, node) && Writes(edge.Before, key) && Writes(edge.Write, key))
                        witnesses.TryAdd(edge, (node, key));
                }
            }
        }

        return witnesses;
    }

    private bool Writes(int node, int key) => history.Recording.WriteOf(history.OperationOf[node], key) >= 0;
}
