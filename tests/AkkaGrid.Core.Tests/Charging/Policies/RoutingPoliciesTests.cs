using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;
using CsCheck;

namespace AkkaGrid.Core.Tests.Charging.Policies;

public sealed class RoutingPoliciesTests
{
    private static readonly Gen<SubstationLoad> Substation =
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 400], Gen.Int[1, 400], (id, load, limit) => new SubstationLoad(
            SubstationId.Of($"s{id}"), Kilowatts.FromMilliwatts(load * 1_000_000L), Kilowatts.Of(limit)));

    private static readonly Gen<(SubstationLoad[], Kilowatts)> Situation =
        Gen.Select(Substation.Array[0, 8], Gen.Int[1, 200], (substations, amount) =>
            (substations.DistinctBy(substation => substation.Id).ToArray(), Kilowatts.Of(amount)));

    [Fact]
    public void Best_fit_leaves_the_smallest_hole() => Chooses(RoutingPolicies.BestFit, load => load.Free.Value);

    [Fact]
    public void Worst_fit_leaves_the_largest_hole() => Chooses(RoutingPolicies.WorstFit, load => -load.Free.Value);

    [Fact]
    public void Least_loaded_looks_at_the_share_in_use() =>
        Chooses(RoutingPolicies.LeastLoaded, load => load.Load.Value / load.Limit.Value);

    [Fact]
    public void The_order_of_the_substations_does_not_matter() =>
        Situation.Sample(situation =>
        {
            var (substations, amount) = situation;
            foreach (var policy in RoutingPolicies.BuiltIn.Names.Select(RoutingPolicies.BuiltIn.Find))
                Assert.Equal(Choose(policy, substations, amount), Choose(policy, [.. substations.Reverse()], amount));
        });

    [Fact]
    public void There_are_three_and_best_fit_is_the_default()
    {
        Assert.Equal(["best-fit", "least-loaded", "worst-fit"], RoutingPolicies.BuiltIn.Names);
        Assert.Equal("best-fit", RoutingPolicies.Default);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_there_are()
    {
        var problem = Assert.Throws<ArgumentException>(() => RoutingPolicies.BuiltIn.Find("fastest"));

        Assert.Contains("best-fit, least-loaded, worst-fit", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_of_one_name_are_refused()
    {
        var policy = RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit);

        Assert.Throws<ArgumentException>(() => new RoutingPolicies([policy, policy]));
    }

    private static SubstationLoad? Choose(IRoutingPolicy policy, SubstationLoad[] substations, Kilowatts amount) =>
        policy.Choose(
            new RoutingQuery(TestSubstation.Request("a", amount.Value), amount, TestSubstation.Noon, substations));

    private static void Chooses(string name, Func<SubstationLoad, decimal> figure)
    {
        var policy = RoutingPolicies.BuiltIn.Find(name);
        Situation.Sample(situation =>
        {
            var (substations, amount) = situation;
            var expected = substations
                .Where(substation => substation.Load.Value + amount.Value <= substation.Limit.Value)
                .OrderBy(figure)
                .ThenBy(substation => substation.Id.Value, StringComparer.Ordinal)
                .Select(substation => (SubstationLoad?)substation)
                .FirstOrDefault();
            Assert.Equal(expected, Choose(policy, substations, amount));
        });
    }
}
