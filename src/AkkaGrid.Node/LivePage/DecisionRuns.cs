using AkkaGrid.Core.Charging;
using AkkaGrid.Node.Http.Charging;

namespace AkkaGrid.Node.LivePage;

/// <summary>Merges consecutive refusals into one entry, so that they do not push out the other decisions.</summary>
internal static class DecisionRuns
{
    /// <summary>Merges consecutive refusals.</summary>
    /// <param name="decisions">The last decisions, newest first.</param>
    /// <param name="most">The largest number of entries.</param>
    public static IReadOnlyList<LiveDecision> Fold(IReadOnlyList<Decision> decisions, int most)
    {
        var runs = new List<LiveDecision>();
        for (var first = 0; first < decisions.Count && runs.Count < most;)
        {
            var end = first + 1;
            while (end < decisions.Count && IsRefusal(decisions[first]) && IsRefusal(decisions[end]))
                end++;
            runs.Add(new LiveDecision(
                ChargingContracts.Decision(decisions[first]),
                end - first,
                decisions[end - 1].At,
                MayBeMore: end == decisions.Count && IsRefusal(decisions[first])));
            first = end;
        }

        return runs;
    }

    private static bool IsRefusal(Decision decision) => decision.Chosen is null;
}
