namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>Stories of disks that fail, go back, or are copied.</summary>
internal static class DiskStories
{
    public static void TellBackups(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(2, 5));
        CommonStories.AddBursts(draft, calls, draft.OneIn(2) ? 1 : 4);
        if (draft.OneIn(2))
            draft.AddWeather();
        draft.AddRestores(draft.Random.Next(1, 5));
        for (var count = draft.Random.Next(3); count > 0; count--)
            draft.AddLostAndFound();
        draft.AddOutages(2, 12, 4);
        if (draft.OneIn(4))
            draft.AddRetirements(1);
        if (draft.OneIn(4))
            draft.AddLosses(1);
    }

    public static void TellClones(StoryDraft draft, int calls)
    {
        draft.Found(draft.Random.Next(1, 5));
        draft.Reserve(draft.Random.Next(1, 4));
        CommonStories.AddBursts(draft, calls, 2);
        if (draft.OneIn(2))
            draft.AddWeather();
        draft.AddOutages(2, 12, 4);
        draft.AddClones(draft.Random.Next(1, 5));
        if (draft.OneIn(4))
            draft.AddRestores(1);
    }

    public static void TellDisks(StoryDraft draft, int calls)
    {
        draft.Settings = draft.Settings with { SyncsAtOnce = draft.OneIn(2) };
        draft.Found(draft.Random.Next(2, 6));
        CommonStories.AddBursts(draft, calls, 1);
        draft.AddWeather();
        draft.AddDiskTrouble(draft.Random.Next(2, 10));
        draft.AddLosses(draft.Random.Next(2, 8));
        draft.AddOutages(2, 10);
    }
}
