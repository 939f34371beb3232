using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>Stories of a set that stays as it is configured.</summary>
internal static class CommonStories
{
    private static readonly TimeSpan BusyPace = TimeSpan.FromMilliseconds(6);

    public static void TellBusy(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(3, 6));
        draft.Reserve(draft.Random.Next(2));
        new Traffic(draft).AddStream(3 * calls, BusyPace);
        draft.AddWeather();
        draft.AddClocks(draft.Random.Next(3), () => draft.Seconds(-300, 300));
        draft.AddOutages(0.2, 4);
        draft.AddDiskTrouble(draft.Random.Next(3));

        // In most stories no disk loses anything, so that nothing may be missing in the end.
        if (draft.OneIn(3))
            draft.AddLosses(draft.Random.Next(1, 3));
        if (draft.OneIn(4))
            draft.AddRestores(1);
        if (draft.OneIn(4))
            draft.AddRetirements(1);
        draft.AddJoins();
    }

    public static void TellQuiet(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(3, 6));
        draft.Reserve(draft.Random.Next(2));
        draft.Settings = draft.Settings with { ContextTimeout = TimeSpan.FromSeconds(1.5) };
        new Traffic(draft).AddBursts(calls / 2, TimeSpan.FromSeconds(6));
        draft.AddOutages(2, 20, 8);
        if (draft.OneIn(2))
            draft.AddRestores(draft.Random.Next(1, 3));
        if (draft.OneIn(3))
            draft.AddRetirements(draft.Random.Next(1, 3));
        if (draft.OneIn(3))
            draft.AddLosses(draft.Random.Next(1, 3));
        draft.AddJoins();
    }

    public static void TellSmall(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(1, 3));
        draft.Reserve(draft.Random.Next(2));
        AddBursts(draft, calls, 2);
        draft.AddWeather();
        draft.AddOutages(1, 8, 4);
        draft.AddDiskTrouble(draft.Random.Next(3));
        if (draft.OneIn(2))
            draft.AddRestores(draft.Random.Next(1, 4));
        if (draft.OneIn(3))
            draft.AddLosses(draft.Random.Next(1, 3));
        if (draft.OneIn(3) && draft.Nodes.Count > 1)
            draft.AddRetirements(1);
        draft.AddJoins();
    }

    public static void TellLarge(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(6, 8));
        AddBursts(draft, calls / 2, 1);
        draft.AddWeather();
        draft.AddOutages(0.5, 6);
        if (draft.OneIn(3))
            draft.AddRestores(1);
        if (draft.OneIn(3))
            draft.AddRetirements(1);
        if (draft.OneIn(3))
            draft.AddLosses(draft.Random.Next(1, 3));
    }

    public static void TellClocks(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(2, 5));
        AddBursts(draft, calls, 1);
        draft.AddWeather();
        draft.AddClocks(draft.Random.Next(3, 12), () => draft.AnyStep());
        draft.AddOutages(0.5, 6);
        if (draft.OneIn(2))
            draft.AddRestores(1);
        if (draft.OneIn(3))
            draft.AddRetirements(1);
    }

    public static void TellEverything(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(2, 5));
        draft.Reserve(draft.Random.Next(1, 4));
        AddBursts(draft, calls, draft.OneIn(2) ? 1 : 4);
        draft.AddWeather();
        draft.AddOutages(1, 8, 5);
        draft.AddClocks(draft.Random.Next(3), () => draft.AnyStep());
        draft.AddDiskTrouble(draft.Random.Next(3));
        draft.AddLosses(draft.Random.Next(3));
        draft.AddRestores(draft.Random.Next(3));
        if (draft.OneIn(3))
            draft.AddLostAndFound();
        draft.AddRetirements(draft.Random.Next(3));
        draft.AddClones(draft.Random.Next(3));
        draft.AddJoins();
    }

    /// <summary>Calls with pauses in between.</summary>
    public static void AddBursts(StoryDraft draft, int calls, double longestPause) =>
        new Traffic(draft).AddBursts(calls, TimeSpan.FromSeconds(longestPause));

    /// <summary>Nodes of new names that are no seeds.</summary>
    private static void AddJoins(this StoryDraft draft)
    {
        foreach (var comer in draft.TakeReserved())
            draft.Add(new Join(draft.Moment(), new NodeSetup(comer, draft.FounderCount, IsSeed: false)));
    }

    private static TimeSpan AnyStep(this StoryDraft draft)
    {
        var sign = draft.OneIn(2) ? -1 : 1;
        return draft.Random.Next(3) switch
        {
            0 => sign * draft.Seconds(1, 100),
            1 => sign * TimeSpan.FromDays(1 + (30 * draft.Random.NextDouble())),
            _ => sign * TimeSpan.FromDays(365 * (1 + (5 * draft.Random.NextDouble()))),
        };
    }
}
