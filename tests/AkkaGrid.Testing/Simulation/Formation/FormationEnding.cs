namespace AkkaGrid.Testing.Simulation.Formation;

/// <summary>
/// The end of a story for its clusters: nodes with the same seeds come into one cluster in bounded time, and then stay
/// in it.
/// </summary>
/// <param name="grid">The nodes and the clusters.</param>
/// <param name="witness">Notes what is wrong.</param>
public sealed class FormationEnding(VirtualGrid grid, Judging.Witness witness)
{
    private static readonly Core.Formation.FormationSettings Defaults = new(default, "", []);

    /// <summary>
    /// How long it may take: a candidate that begins with the longest pause, and then a few clusters that meet one
    /// after the other, each of which is bound for a lease at most and then joins.
    /// </summary>
    private static readonly TimeSpan Bound =
        Defaults.Campaign + Defaults.MaxPause + (4 * (Defaults.VoteLease + Defaults.JoinTimeout));

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan QuietTime = 2 * Defaults.VoteLease;

    /// <summary>Lets time pass until the clusters are one, and a while longer.</summary>
    public void Play()
    {
        while (grid.Time.Now - grid.HealedAt < Bound && !Expected().All(IsTogether))
            grid.Time.RunUntil(grid.Time.Now + Step);
        foreach (var group in Expected().Where(group => !IsTogether(group)))
            witness.Note(
                "ClustersApart",
                $"{Bound.TotalSeconds} s after all has healed: {string.Join("; ", group.Select(Describe))}");
        if (witness.Violations.Count > 0)
            return;

        var (starts, elections, yields) = (Starts, grid.Witness.Elections, grid.Witness.Yields);
        grid.Time.RunUntil(grid.Time.Now + QuietTime);
        if (Starts != starts
            || grid.Witness.Elections != elections
            || grid.Witness.Yields != yields
            || !Expected().All(IsTogether))
            witness.Note(
                "ClusterRestless",
                $"the nodes had come together, and in {QuietTime.TotalSeconds} s after that {Starts - starts} started "
                    + $"again, {grid.Witness.Elections - elections} founded a cluster, and "
                    + $"{grid.Witness.Yields - yields} clusters yielded");
    }

    private ulong Starts => grid.Nodes.Aggregate(0UL, (sum, node) => sum + node.Starts);

    /// <summary>The nodes that have the same seeds, a majority of which is there and agrees.</summary>
    private IEnumerable<List<FormationNode>> Expected() => grid.Nodes
        .GroupBy(node => string.Join(",", node.Seeds))
        .Select(group => group.ToList())
        .Where(group => group.Count(node => node.Seeds.Contains(node.Address)) > group[0].Seeds.Length / 2);

    private static bool IsTogether(List<FormationNode> group) =>
        group[0].Cluster is { IsWhole: true } cluster && group.All(node => node.Cluster == cluster);

    private static string Describe(FormationNode node) =>
        $"{node.Address} of {node.Seeds.Length} seeds is {(node.HasGivenUp ? "refused" : node.Cluster is { } cluster ? $"in the cluster of {cluster}" : "in no cluster")}";
}
