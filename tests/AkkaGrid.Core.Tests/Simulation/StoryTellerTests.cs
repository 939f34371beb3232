using AkkaGrid.Testing.Simulation.Steps;
using AkkaGrid.Testing.Simulation.Telling;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>What the stories are about.</summary>
public sealed class StoryTellerTests
{
    [Fact]
    public void Everything_that_can_happen_happens_in_some_story()
    {
        var steps = Enumerable.Range(1, 10 * StoryTeller.Kinds.Count)
            .SelectMany(seed => StoryTeller.Tell(StoryTeller.KindOf(seed), seed, 100).Steps)
            .ToList();

        var kinds = typeof(Step).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Step)) && !type.IsAbstract);
        Assert.All(kinds, kind => Assert.Contains(steps, step => step.GetType() == kind));
        Assert.All(Enum.GetValues<Act>(), act => Assert.Contains(steps.OfType<Call>(), call => call.Act == act));
        Assert.Contains(steps.OfType<Crash>(), crash => crash.LosesPower);
    }

    [Fact]
    public void All_kinds_come_in_turn() => Assert.Equal(
        StoryTeller.Kinds.Order(),
        Enumerable.Range(1, StoryTeller.Kinds.Count).Select(StoryTeller.KindOf).Order());

    [Fact]
    public void The_same_seed_tells_the_same_story() => Assert.All(StoryTeller.Kinds, kind => Assert.Equal(
        string.Join("\n", StoryTeller.Tell(kind, 5, 100).Steps),
        string.Join("\n", StoryTeller.Tell(kind, 5, 100).Steps)));
}
