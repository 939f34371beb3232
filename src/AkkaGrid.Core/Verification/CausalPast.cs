namespace AkkaGrid.Core.Verification;

/// <summary>
/// The causal order: per node and lane, how many of the lane's nodes are strictly in the node's past.
/// </summary>
internal sealed class CausalPast
{
    private readonly History _history;
    private readonly int[] _counts;

    /// <summary>The pasts of all nodes.</summary>
    /// <param name="history">The history.</param>
    /// <param name="order">Its nodes, each behind its causes.</param>
    /// <exception cref="HistoryException">There are too many operations and sessions.</exception>
    public CausalPast(History history, int[] order)
    {
        _history = history;
        var size = (long)history.Operations * history.Lanes;
        if (size > Array.MaxLength)
        {
            throw new HistoryException(
                $"{history.Operations} operations of {history.Lanes} sessions (each write of unknown outcome that was "
                + "seen counts as one) are too many: the product must stay below two billion");
        }

        _counts = new int[size];
        var precedence = new Precedence(history);
        foreach (var node in order)
        {
            var past = Row(node);
            var cursor = 0;
            while (precedence.Next(node, ref cursor) is not Precedence.End and var cause)
            {
                Join(past, Row(cause));
                ref var own = ref past[history.LaneOf[cause]];
                own = Math.Max(own, history.PositionOf(cause) + 1);
            }
        }
    }

    /// <summary>Per lane how many of its nodes are in a node's past.</summary>
    public ReadOnlySpan<int> Of(int node) => Row(node);

    /// <summary>Whether a node is in another's past.</summary>
    public bool IsBefore(int node, int other) => Row(other)[_history.LaneOf[node]] > _history.PositionOf(node);

    private static void Join(Span<int> past, ReadOnlySpan<int> other)
    {
        for (var lane = 0; lane < past.Length; lane++)
            past[lane] = Math.Max(past[lane], other[lane]);
    }

    private Span<int> Row(int node) => _counts.AsSpan(node * _history.Lanes, _history.Lanes);
}
