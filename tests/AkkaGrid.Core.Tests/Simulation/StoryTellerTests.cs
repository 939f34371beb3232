using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>What the stories are about.</summary>
public sealed class StoryTellerTests
{
    [Fact]
    public void Everything_that_can_happen_happens_in_some_story()
    {
        var steps = Enumerable.Range(1, 40).SelectMany(seed => StoryTeller.Tell(seed, 1_000).Steps).ToList();

        var kinds = typeof(Step).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Step)) && !type.IsAbstract);
        Assert.All(kinds, kind => Assert.Contains(steps, step => step.GetType() == kind));
        Assert.All(Enum.GetValues<Act>(), act => Assert.Contains(steps.OfType<Call>(), call => call.Act == act));
        Assert.Contains(steps.OfType<Crash>(), crash => crash.LosesPower);
    }

    [Fact]
    public void The_same_seed_tells_the_same_story() => Assert.Equal(
        string.Join("\n", StoryTeller.Tell(5, 300).Steps),
        string.Join("\n", StoryTeller.Tell(5, 300).Steps));
}
