using AkkaGrid.Core.Causality;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>
/// Stories in which the number of seeds changes: all nodes are stopped and get the new list, in any order and pace.
/// </summary>
internal static class GrowingStories
{
    private static readonly int[][] Courses =
        [[1, 3], [1, 3, 5], [1, 2, 3], [3, 1], [3, 5], [5, 3, 1], [1, 3, 1], [2, 4], [3, 5, 3]];

    public static void Tell(StoryDraft draft, int calls)
    {
        var course = Courses[draft.Random.Next(Courses.Length)];
        draft.Found(course[0]);
        var present = draft.Nodes.ToList();
        var largest = course.Max();
        draft.Reserve(largest - draft.Nodes.Count);
        CommonStories.AddBursts(draft, calls, draft.OneIn(2) ? 1 : 3);
        var unused = new Queue<ReplicaId>(draft.TakeReserved());
        for (var stage = 1; stage < course.Length; stage++)
        {
            var at = draft.Begin
                + ((stage - 0.5 + draft.Random.NextDouble() * 0.5) / course.Length * (draft.End - draft.Begin));
            if (course[stage] > present.Count)
                Grow(draft, at, present, unused, course[stage]);
            else
                Shrink(draft, at, present, course[stage]);
        }

        if (draft.OneIn(2))
            draft.AddWeather();
        draft.AddOutages(3, 15);
        if (draft.OneIn(4))
            draft.AddRestores(1);
    }

    /// <summary>The new nodes may start before the old ones have stopped, or while they are down, or after.</summary>
    private static void Grow(StoryDraft draft, TimeSpan at, List<ReplicaId> present, Queue<ReplicaId> unused, int seeds)
    {
        var slowest = draft.Seconds(0.2, 6).TotalSeconds;
        foreach (var node in present)
            draft.Add(new Reconfigure(at + draft.Seconds(0, 1), node, seeds, draft.Seconds(0.05, slowest)));
        while (present.Count < seeds && unused.TryDequeue(out var added))
        {
            draft.Add(new Join(at - draft.Seconds(0, 1) + draft.Seconds(0, 3), new NodeSetup(added, seeds)));
            present.Add(added);
        }
    }

    /// <summary>Those that stay get the new number; the others are retired, and taken away before or after.</summary>
    private static void Shrink(StoryDraft draft, TimeSpan at, List<ReplicaId> present, int seeds)
    {
        while (present.Count > seeds)
        {
            var leaver = present[^1];
            present.RemoveAt(present.Count - 1);
            var gone = at + draft.Seconds(0, 3);
            draft.Add(new Leave(gone, leaver));
            draft.Add(new Retire(gone + draft.Seconds(1.2, 6), present[0], leaver, IsForced: true));
        }

        foreach (var node in present)
            draft.Add(new Reconfigure(at + draft.Seconds(0, 4), node, seeds, draft.Seconds(0.05, 2)));
    }
}
