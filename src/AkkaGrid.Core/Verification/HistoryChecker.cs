namespace AkkaGrid.Core.Verification;

/// <summary>
/// Checks a recorded history for causal consistency (CC), causal convergence (CCv) and the convergence of the replicas,
/// in O(operations x sessions).
/// </summary>
/// <remarks>
/// The criteria and their bad patterns are those of Bouajjani et al., POPL 2017. An operation on many keys is one node,
/// so that what was written at once must be seen at once. A write's value tells it from all others of its key, as the
/// criteria ask for; deletes are told apart by their dots. A miss without a dot is accepted where some delete, or none
/// at all, explains it: of what it says, only what is beyond doubt counts.
/// </remarks>
public static class HistoryChecker
{
    /// <summary>Checks a history.</summary>
    /// <exception cref="HistoryException">It is too large: operations times sessions reach two billion.</exception>
    public static Verdict Check(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var log = new FindingLog();
        var narrator = new CounterexampleReport(history);
        TellSources(history, log, narrator);
        var isConverged = FinalStates.Agree(history, log);
        if (new Precedence(history).Order(out var cycle) is { } order)
        {
            CheckOrders(history, order, log, narrator);
        }
        else
        {
            log.Add(BadPattern.CyclicCO, () => narrator.Tell(
                BadPattern.CyclicCO,
                "each of these operations is a cause of the next, and the last of the first",
                Turns(history, cycle)));
        }

        var isCausal = !log.Has(
            BadPattern.CyclicCO,
            BadPattern.WriteCOInitRead,
            BadPattern.ThinAirRead,
            BadPattern.AbortedRead,
            BadPattern.WriteCORead,
            BadPattern.FracturedRead);
        return new Verdict(
            isCausal,
            isCausal && !log.Has(BadPattern.CyclicCF),
            isConverged,
            log.Findings,
            log.Counts,
            history.Operations,
            history.Lanes);
    }

    private static void TellSources(History history, FindingLog log, CounterexampleReport narrator)
    {
        var recording = history.Recording;
        foreach (var (pattern, operation, version, write) in history.Sources.Baseless)
        {
            var (value, dot) = recording.Version[version];
            var what = value is null ? $"the delete {dot}" : $"'{value}'";
            log.Add(pattern, () => pattern == BadPattern.AbortedRead
                ? narrator.TellOperations(
                    pattern,
                    $"{what} was read although its write was refused",
                    [recording.WriteOperation[write], operation])
                : narrator.TellOperations(pattern, $"{what} was read although nobody wrote it", [operation]));
        }

        foreach (var (first, second) in history.Sources.SameDots)
        {
            log.Add(BadPattern.ReusedDot, () => narrator.TellOperations(
                BadPattern.ReusedDot, $"two updates have the dot {recording.Dot[first]}", [first, second]));
        }
    }

    private static void CheckOrders(History history, int[] order, FindingLog log, CounterexampleReport narrator)
    {
        var past = new CausalPast(history, order);
        var writes = new WriteIndex(history);
        var conflicts = new Conflicts(history);
        new ReadRules(history, past, writes, conflicts, log, narrator).Check();
        if (new Precedence(history, conflicts).Order(out var cycle) is not null)
            return;
        log.Add(BadPattern.CyclicCF, () => new ConflictCycle(history, past, conflicts, narrator).Tell(cycle));
        new FracturedReads(history, past, writes).Find(log, narrator);
    }

    /// <summary>Of a cycle the nodes at which it changes from one session to another.</summary>
    private static IEnumerable<int> Turns(History history, IReadOnlyList<int> cycle)
    {
        for (var i = 0; i < cycle.Count; i++)
        {
            var (before, after) = (cycle[(i + cycle.Count - 1) % cycle.Count], cycle[(i + 1) % cycle.Count]);
            var lane = history.LaneOf[cycle[i]];
            if (lane != history.LaneOf[before] || lane != history.LaneOf[after])
                yield return cycle[i];
        }
    }
}
