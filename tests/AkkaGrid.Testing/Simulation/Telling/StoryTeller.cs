namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>Makes up stories: the same one from the same kind and seed.</summary>
public static class StoryTeller
{
    /// <summary>All kinds of stories.</summary>
    public static IReadOnlyList<StoryKind> Kinds { get; } = Enum.GetValues<StoryKind>();

    /// <summary>The kind of the story of a seed, where stories of all kinds are told in turn.</summary>
    public static StoryKind KindOf(int seed) => Kinds[(int)((uint)seed % Kinds.Count)];

    /// <summary>Makes up a story.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="seed">What it is made from.</param>
    /// <param name="calls">How many calls its clients make.</param>
    public static Story Tell(StoryKind kind, int seed, int calls)
    {
        var draft = new StoryDraft(kind, seed);
        switch (kind)
        {
            case StoryKind.Busy:
                CommonStories.TellBusy(draft, calls);
                break;
            case StoryKind.Quiet:
                CommonStories.TellQuiet(draft, calls);
                break;
            case StoryKind.Small:
                CommonStories.TellSmall(draft, calls);
                break;
            case StoryKind.Large:
                CommonStories.TellLarge(draft, calls);
                break;
            case StoryKind.Growing:
                GrowingStories.Tell(draft, calls);
                break;
            case StoryKind.AnyOrder:
                MemberStories.TellAnyOrder(draft, calls);
                break;
            case StoryKind.Retiring:
                MemberStories.TellRetiring(draft, calls);
                break;
            case StoryKind.Backups:
                DiskStories.TellBackups(draft, calls);
                break;
            case StoryKind.Clones:
                DiskStories.TellClones(draft, calls);
                break;
            case StoryKind.TwoHistories:
                MemberStories.TellTwoHistories(draft, calls);
                break;
            case StoryKind.Disks:
                DiskStories.TellDisks(draft, calls);
                break;
            case StoryKind.Clocks:
                CommonStories.TellClocks(draft, calls);
                break;
            case StoryKind.Everything:
                CommonStories.TellEverything(draft, calls);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }

        return draft.Finish();
    }
}
