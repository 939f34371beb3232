namespace AkkaGrid.Core.Verification;

/// <summary>
/// What comes before what: the session orders, the causes in other lanes, and the conflicts found so far.
/// </summary>
internal sealed class Precedence(History history, Conflicts? conflicts = null)
{
    /// <summary>The end of the enumeration by <see cref="Next"/>.</summary>
    public const int End = -1;

    /// <summary>The next node that comes right before a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="cursor">How far the enumeration is; from 0.</param>
    public int Next(int node, ref int cursor)
    {
        if (cursor == 0)
        {
            cursor++;
            if (history.PositionOf(node) > 0)
                return node - 1;
        }

        var cause = history.CauseStart[node] + cursor - 1;
        if (cause < history.CauseStart[node + 1])
        {
            cursor++;
            return history.Causes[cause];
        }

        if (conflicts is null)
            return End;
        var lane = cause - history.CauseStart[node + 1];
        var before = conflicts.NextBefore(node, ref lane);
        cursor = lane + 1 + history.CauseStart[node + 1] - history.CauseStart[node];
        return before;
    }

    /// <summary>The nodes, each behind all that come before it; null where there is a cycle.</summary>
    /// <param name="cycle">
    /// Where there is one: its nodes, each right before the next, and the last before the first.
    /// </param>
    public int[]? Order(out IReadOnlyList<int> cycle)
    {
        const byte OnPath = 1;
        const byte Done = 2;
        var count = history.Operations;
        var (order, length) = (new int[count], 0);
        var (path, cursors, depth) = (new int[count], new int[count], 0);
        var states = new byte[count];
        cycle = [];
        for (var root = 0; root < count; root++)
        {
            if (states[root] == Done)
                continue;
            Enter(root);
            while (depth > 0)
            {
                var node = path[depth - 1];
                var before = Next(node, ref cursors[depth - 1]);
                if (before == End)
                {
                    states[node] = Done;
                    order[length++] = node;
                    depth--;
                }
                else if (states[before] == OnPath)
                {
                    cycle = [.. path.AsSpan(Array.LastIndexOf(path, before, depth - 1)..depth)];
                    cycle = [.. cycle.Reverse()];
                    return null;
                }
                else if (states[before] != Done)
                {
                    Enter(before);
                }
            }
        }

        return order;

        void Enter(int node)
        {
            states[node] = OnPath;
            path[depth] = node;
            cursors[depth++] = 0;
        }
    }
}
