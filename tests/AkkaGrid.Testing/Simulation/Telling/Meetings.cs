using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>
/// Writes of nodes that are away, which meet tombstones that the others are about to collect: some have, and some have
/// not yet.
/// </summary>
internal static class Meetings
{
    private const int FirstClient = 1_000;

    /// <summary>Adds a meeting.</summary>
    /// <param name="draft">The story.</param>
    /// <param name="away">The nodes that are away.</param>
    /// <param name="from">Since when.</param>
    /// <param name="to">When they come back.</param>
    public static void AddMeeting(this StoryDraft draft, IReadOnlyList<ReplicaId> away, TimeSpan from, TimeSpan to)
    {
        var others = draft.Nodes.Except(away).ToList();
        if (others.Count == 0)
            return;
        for (var writes = draft.Random.Next(1, 4); writes > 0; writes--)
            draft.AddWrite(from + draft.Seconds(0.1, 1), Any(away), draft.OneIn(4) ? Act.Delete : Act.Put);
        for (var deletes = draft.Random.Next(2, 6); deletes > 0; deletes--)
            draft.AddWrite(to - draft.Seconds(0.2, 3), Any(others), draft.OneIn(4) ? Act.Put : Act.Delete);
        for (var cuts = draft.Random.Next(4); cuts > 0; cuts--)
            draft.Add(new Cut(to - draft.Seconds(0, 3), Any(others), Any(others), draft.Seconds(0.5, 4)));
        draft.Add(new Forecast(to + draft.Seconds(2, 5), Weather.Fair));

        ReplicaId Any(IReadOnlyList<ReplicaId> nodes) => nodes[draft.Random.Next(nodes.Count)];
    }

    /// <summary>
    /// A node writes while it is cut off, and loses its disk; a backup brings that back while others collect
    /// tombstones.
    /// </summary>
    public static void AddLostAndFound(this StoryDraft draft)
    {
        var (at, node) = (draft.Moment(), draft.AnyNode());
        var (lost, found) = (at + draft.Seconds(1.2, 2.5), at + draft.Seconds(5, 12));
        draft.Add(new Partition(at, [node], lost - at));
        draft.Add(new LoseDisk(lost, node, draft.Seconds(0.05, 0.5)));
        draft.Add(new RestoreBackup(found, node, found - lost, draft.Seconds(0.05, 0.5)));
        draft.AddMeeting([node], at, found);
    }

    private static void AddWrite(this StoryDraft draft, TimeSpan at, ReplicaId node, Act act) => draft.Add(new Call(
        at,
        FirstClient + draft.Random.Next(1_000_000),
        node,
        act,
        [draft.Keys[draft.Random.Next(draft.Keys.Count)]],
        WriteConcern.Local));
}
