namespace AkkaGrid.Core.Tests.KeyValue;

/// <summary>Stories in which a fault of the core was found: each stays here with what went wrong.</summary>
public sealed class RandomStoryFindingsTests
{
    /// <summary>
    /// The set counted a start whose disk was lost, because its second entry became known after the first was
    /// superseded.
    /// </summary>
    [Theory]
    [InlineData(1884)]
    [InlineData(10466)]
    public void An_ended_start_that_had_entered_several_times_holds_nothing_up(int seed) =>
        new RandomStory(seed).Play();

    /// <summary>
    /// Two replicas of one clock: a tombstone wins beside a live version at one, and is gone at the other.
    /// </summary>
    [Theory]
    [InlineData(27601)]
    public void A_tombstone_that_wins_beside_a_live_version_wins_everywhere(int seed) => new RandomStory(seed).Play();
}
