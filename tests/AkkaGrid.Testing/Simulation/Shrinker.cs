namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// Finds the shortest story it can that goes wrong in the same way as a given one: so that a client sees it, where one
/// did.
/// </summary>
/// <remarks>A. Zeller, R. Hildebrandt, "Simplifying and isolating failure-inducing input" (2002).</remarks>
public sealed class Shrinker
{
    private readonly Func<Story, SimulationResult> _play;
    private readonly HashSet<string> _kinds;
    private int _plays;

    private Shrinker(Func<Story, SimulationResult> play, Story story, int plays)
    {
        _play = play;
        _plays = plays;
        Story = story;
        Result = play(story);
        _kinds = [.. Result.Seen.DefaultIfEmpty(Result.Kinds.First())];
    }

    private Story Story { get; set; }

    private SimulationResult Result { get; set; }

    /// <summary>Shrinks a story.</summary>
    /// <param name="story">One that goes wrong.</param>
    /// <param name="play">Plays a story.</param>
    /// <param name="plays">How often at most.</param>
    /// <returns>A story, and what comes of it.</returns>
    public static (Story Story, SimulationResult Result) Shrink(
        Story story, Func<Story, SimulationResult> play, int plays)
    {
        var shrinker = new Shrinker(play, story, plays);
        shrinker.CutTheEnd();
        shrinker.CutChunks();
        return (shrinker.Story, shrinker.Result);
    }

    /// <summary>What comes after the fault has shown itself is of no use: most of it goes in a few plays.</summary>
    private void CutTheEnd()
    {
        for (var (least, most) = (0, Story.Steps.Count); most - least > 1 && _plays > 0;)
        {
            var half = (least + most) / 2;
            if (TryStory(Story with { Steps = [.. Story.Steps.Take(half)] }))
                most = half;
            else
                least = half;
        }
    }

    private void CutChunks()
    {
        for (var size = Math.Max(1, Story.Steps.Count / 2); ; size = Math.Max(1, size / 2))
        {
            var shrank = false;
            for (var start = Story.Steps.Count - size; start > -size && _plays > 0; start -= size)
            {
                var (first, end) = (Math.Max(0, start), start + size);
                shrank |= TryStory(
                    Story with { Steps = [.. Story.Steps.Where((_, place) => place < first || place >= end)] });
            }

            if (_plays <= 0 || (size == 1 && !shrank))
                return;
        }
    }

    private bool TryStory(Story shorter)
    {
        if (_plays-- <= 0)
            return false;
        var result = _play(shorter);
        if (!result.Kinds.Any(_kinds.Contains))
            return false;
        (Story, Result) = (shorter, result);
        return true;
    }
}
