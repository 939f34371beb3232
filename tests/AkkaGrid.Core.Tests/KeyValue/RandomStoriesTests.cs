using System.Globalization;

namespace AkkaGrid.Core.Tests.KeyValue;

/// <summary>
/// Random stories hold what docs/consistency.md promises. STORY_SEED and STORIES in the environment choose others: the
/// seed of a failing one is printed with what happened in it.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class RandomStoriesTests
{
    private static readonly int First = Setting("STORY_SEED", 1);
    private static readonly int Count = Setting("STORIES", 300);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_is_lost_nothing_comes_back_and_all_are_alike_in_the_end(int third)
    {
        for (var seed = First + third; seed < First + Count; seed += 3)
        {
            var story = new RandomStory(seed);
            try
            {
                story.Play();
            }
            catch (Exception failure)
            {
                Assert.Fail($"Seed {seed}: {failure.Message}\n{string.Join("\n", story.Log)}\n{failure.StackTrace}");
            }
        }
    }

    private static int Setting(string name, int standard) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : standard;
}
