using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>Stories of members that are away together, and come back in whatever order and condition.</summary>
internal static class MemberStories
{
    public static void TellAnyOrder(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(2, 6));
        CommonStories.AddBursts(draft, calls, 1);
        if (draft.OneIn(2))
            draft.AddWeather();
        for (var outages = draft.Random.Next(1, 4); outages > 0; outages--)
        {
            var (at, losesPower) = (draft.Moment(), draft.OneIn(2));
            foreach (var node in draft.Nodes)
            {
                var down = draft.Seconds(0.1, 6);
                draft.Add(draft.Random.Next(8) switch
                {
                    0 => new LoseDisk(at, node, down),
                    1 => new RestoreBackup(at, node, draft.Seconds(0, 10), down),
                    _ => new Crash(at, node, down, draft.Random.Next(3), losesPower),
                });
            }
        }

        draft.AddOutages(2, 10);
    }

    public static void TellRetiring(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(3, 6));
        CommonStories.AddBursts(draft, calls, draft.OneIn(2) ? 1 : 4);
        if (draft.OneIn(2))
            draft.AddWeather();
        draft.AddRetirements(draft.Random.Next(1, 5));
        draft.AddOutages(3, 15);
        if (draft.OneIn(3))
        {
            // One that does not come back: it is retired in the end.
            var (at, leaver) = (draft.Moment(), draft.AnyNode());
            draft.Add(new Leave(at, leaver));
            draft.Add(new Retire(at + draft.Seconds(1.2, 4), draft.AnyNode(), leaver, IsForced: draft.OneIn(3)));
        }
    }

    public static void TellTwoHistories(StoryDraft draft, int calls)
    {
        var (first, second) = (draft.Random.Next(1, 4), draft.Random.Next(1, 4));
        draft.Found(first, first);
        var side = draft.Nodes.ToList();
        draft.Found(second, second);
        CommonStories.AddBursts(draft, calls, draft.OneIn(2) ? 1 : 3);
        if (draft.OneIn(2))
            draft.AddWeather();
        var meeting = draft.Begin + ((0.3 + (0.6 * draft.Random.NextDouble())) * (draft.End - draft.Begin));
        draft.Add(new Partition(TimeSpan.Zero, side, meeting));
        if (draft.OneIn(2))
            draft.AddMeeting(side, meeting - draft.Seconds(2, 5), meeting);
        if (draft.OneIn(2))
            draft.AddMeeting([.. draft.Nodes.Except(side)], meeting - draft.Seconds(2, 5), meeting);
        if (draft.OneIn(2))
        {
            foreach (var node in draft.Nodes)
                draft.Add(new Reconfigure(
                    meeting - draft.Seconds(0, 2) + draft.Seconds(0, 2), node, first + second, draft.Seconds(0.05, 2)));
        }

        draft.AddOutages(2, 12);
        if (draft.OneIn(3))
            draft.AddRestores(1);
        if (draft.OneIn(3))
            draft.AddRetirements(1);
    }
}
