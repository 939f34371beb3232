namespace AkkaGrid.Core.Verification;

/// <summary>
/// Holds each read against the writes of its key in its past, and notes what order of writes it implies.
/// </summary>
internal sealed class ReadRules(
    History history,
    CausalPast past,
    WriteIndex writes,
    Conflicts conflicts,
    FindingLog log,
    CounterexampleReport narrator)
{
    private readonly List<int> _lastWrites = [];
    private int _node;
    private int _key;

    public void Check()
    {
        for (_node = 0; _node < history.Operations; _node++)
        {
            for (var read = history.ReadStart[_node]; read < history.ReadStart[_node + 1]; read++)
                Check(read);
        }
    }

    private void Check(int read)
    {
        _key = history.ReadKey[read];
        CollectLastWrites();
        var first = history.VersionStart[read];
        var winner = history.Source[first];
        if (winner == ReadSources.Unnamed)
            CheckMiss();
        else if (winner >= 0)
            Order(winner);
        for (var version = first; version < history.VersionStart[read + 1]; version++)
        {
            if (history.Source[version] is >= 0 and var source)
                CheckOverwritten(source);
        }
    }

    /// <summary>Of each lane the last write of the key that is among the causes of the read.</summary>
    private void CollectLastWrites()
    {
        _lastWrites.Clear();
        var counts = past.Of(_node);
        for (var run = writes.FirstRun(_key); run < writes.FirstRun(_key + 1); run++)
        {
            if (writes.LastAmong(run, counts[writes.LaneOf(run)]) is not WriteIndex.None and var write)
                _lastWrites.Add(writes.NodeOf(write));
        }
    }

    private void CheckOverwritten(int source)
    {
        foreach (var write in _lastWrites)
        {
            if (write == source || !past.IsBefore(source, write))
                continue;
            var (node, key) = (_node, _key);
            log.Add(BadPattern.WriteCORead, () => narrator.Tell(
                BadPattern.WriteCORead,
                $"{narrator.Name(node)} read {narrator.Written(source, key)} at {narrator.Key(key)} although "
                + $"{narrator.Name(write)} had overwritten it with {narrator.Written(write, key)}, "
                + "which is among its causes",
                [source, write, node],
                key));
            return;
        }
    }

    private void Order(int winner)
    {
        foreach (var write in _lastWrites)
        {
            // What the winner is a cause of cannot come before it: that is told as an overwritten value, once.
            if (write != winner && !past.IsBefore(write, winner) && !past.IsBefore(winner, write))
                conflicts.Add(winner, write);
        }
    }

    private void CheckMiss()
    {
        if (_lastWrites.Count == 0)
            return;
        var explanations = 0;
        var explanation = WriteIndex.None;
        for (var run = writes.FirstRun(_key); run < writes.FirstRun(_key + 1) && explanations < 2; run++)
        {
            var last = writes.LastAmong(run, past.Of(_node)[writes.LaneOf(run)]);
            if (last != WriteIndex.None && writes.IsDelete(last) && IsNewest(writes.NodeOf(last)))
                Explain(last);
            // Of those that the reader had no cause to know, the first two of a lane settle whether there is just one.
            var next = writes.DeleteBehind(run, last);
            for (var i = 0;
                i < 2 && next != WriteIndex.None && IsPossible(next);
                i++, next = writes.DeleteBehind(run, next))
                Explain(next);
        }

        if (explanations == 1)
            Order(writes.NodeOf(explanation));
        else if (explanations == 0)
            TellMiss();

        void Explain(int delete)
        {
            explanations++;
            explanation = delete;
        }
    }

    private bool IsPossible(int delete) =>
        writes.NodeOf(delete) != _node && !past.IsBefore(_node, writes.NodeOf(delete));

    private bool IsNewest(int delete)
    {
        foreach (var write in _lastWrites)
        {
            if (past.IsBefore(delete, write))
                return false;
        }

        return true;
    }

    private void TellMiss()
    {
        var (node, key, write) = (_node, _key, _lastWrites[0]);
        log.Add(BadPattern.WriteCOInitRead, () => narrator.Tell(
            BadPattern.WriteCOInitRead,
            $"{narrator.Name(node)} found nothing at {narrator.Key(key)} although {narrator.Name(write)}, which is "
                + $"among its causes, had written {narrator.Written(write, key)}, and no delete explains it",
            [write, node],
            key));
    }
}
