using AkkaGrid.Core.Formation;
using CsCheck;

namespace AkkaGrid.Core.Tests.Formation;

/// <summary>
/// A majority of the seeds that see each other forms a cluster, whatever the other seeds do, and whoever of the
/// majority cannot found one.
/// </summary>
public sealed class FormationProgressTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public void A_majority_forms_a_cluster_although_the_lowest_seed_sees_only_one_of_them(int count)
    {
        var seeds = new VirtualSeeds(count, randomSeed: 7);
        foreach (var other in seeds.Addresses.Skip(2))
        {
            seeds.Cut.Add((seeds.Addresses[0], other));
            seeds.Cut.Add((other, seeds.Addresses[0]));
        }

        seeds.RunFor(Soon);

        Assert.Single(seeds.Founded);
        Assert.Equal(seeds.Addresses, seeds.Members.OrderBy(address => address.Value, StringComparer.Ordinal));
    }

    /// <summary>
    /// The lowest seed hears all and reaches only the second: it sees a majority only if it counts one-way messages.
    /// </summary>
    [Fact]
    public void A_majority_forms_a_cluster_although_the_lowest_seed_hears_all_of_them_and_reaches_only_one()
    {
        var seeds = new VirtualSeeds(5, randomSeed: 7);
        foreach (var other in seeds.Addresses.Skip(2))
            seeds.Cut.Add((seeds.Addresses[0], other));

        seeds.RunFor(Soon);

        Assert.Equal(seeds.Addresses[1], Assert.Single(seeds.Founded).Founder);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public void The_other_seeds_form_a_cluster_although_the_lowest_ones_were_told_to_leave(int count, int leavers)
    {
        var seeds = new VirtualSeeds(count, randomSeed: 7);
        foreach (var leaver in seeds.Addresses.Take(leavers))
            seeds.Leave(leaver);

        seeds.RunFor(Soon);

        Assert.Equal(seeds.Addresses[leavers], Assert.Single(seeds.Founded).Founder);
        Assert.Equal(count - leavers, seeds.Members.Count());
    }

    [Fact]
    public void A_seed_that_was_told_to_leave_still_votes_when_its_vote_is_needed()
    {
        var seeds = new VirtualSeeds(3, randomSeed: 7);
        seeds.Leave(seeds.Addresses[0]);
        seeds.Stop(seeds.Addresses[1]);

        seeds.RunFor(Soon);

        Assert.Equal(seeds.Addresses[2], Assert.Single(seeds.Founded).Founder);
    }

    [Fact]
    public void A_seed_that_was_told_to_leave_gives_no_vote_against_a_cluster_that_it_sees()
    {
        var seeds = new VirtualSeeds(3, randomSeed: 7);
        seeds.RunFor(TimeSpan.FromSeconds(2));
        seeds.Leave(seeds.Addresses[0]);
        seeds.Cut.Add((seeds.Addresses[1], seeds.Addresses[2]));
        seeds.Cut.Add((seeds.Addresses[2], seeds.Addresses[1]));
        seeds.RunFor(TimeSpan.FromSeconds(1));

        seeds.Restart(seeds.Addresses[2]);
        seeds.RunFor(TimeSpan.FromMinutes(2));

        Assert.Single(seeds.Founded);
    }

    [Fact]
    public void Another_seed_founds_the_cluster_when_the_lowest_one_wins_the_votes_and_cannot_found()
    {
        Gen.Select(Gen.Int[3, 5], Gen.Int[0, 1_000_000]).Sample(
            (count, randomSeed) =>
            {
                var seeds = new VirtualSeeds(count, randomSeed);
                seeds.Unable.Add(seeds.Addresses[0]);

                seeds.RunFor(TimeSpan.FromSeconds(20));

                Assert.Equal(seeds.Addresses[1], Assert.Single(seeds.Founded).Founder);
            },
            iter: 100);
    }

    [Fact]
    public void Nobody_overtakes_a_founder_that_is_slow()
    {
        Gen.Select(Gen.Int[3, 5], Gen.Int[0, 1_000_000]).Sample(
            (count, randomSeed) =>
            {
                var seeds = new VirtualSeeds(count, randomSeed) { MaxFounding = TimeSpan.FromSeconds(9.5) };

                seeds.RunFor(TimeSpan.FromSeconds(40));

                Assert.Single(seeds.Founded);
                Assert.Equal(count, seeds.Members.Count());
            },
            iter: 100);
    }

    /// <summary>
    /// The rule, for random grids. A majority sees each other; of it at least one seed looks for a cluster and can
    /// found one. The others, and all connections outside the majority, are as chance has it.
    /// </summary>
    [Fact]
    public void A_majority_that_sees_each_other_forms_a_cluster_in_every_grid()
    {
        Gen.Select(Gen.Int[3, 7], Gen.Int[0, 1_000_000], Gen.Double[0, 1], Gen.Int[1, 300]).Sample(
            (count, randomSeed, cuts, delay) =>
            {
                var chance = new Random(randomSeed);
                var seeds = new VirtualSeeds(count, randomSeed) { MaxDelay = TimeSpan.FromMilliseconds(delay) };
                var majority = Shuffled(seeds.Addresses, chance).Take((count / 2) + 1).ToList();
                Disturb(seeds, majority, cuts, chance);

                seeds.RunUntil(() => seeds.Founded.Count > 0, TimeSpan.FromMinutes(5));

                Assert.NotEmpty(seeds.Founded);
            },
            iter: 1000);
    }

    private static void Disturb(VirtualSeeds seeds, List<NodeAddress> majority, double cuts, Random chance)
    {
        foreach (var from in seeds.Addresses)
            foreach (var to in seeds.Addresses)
            {
                if (from != to && !(majority.Contains(from) && majority.Contains(to)) && chance.NextDouble() < cuts)
                    seeds.Cut.Add((from, to));
            }

        foreach (var seed in seeds.Addresses.Where(seed => seed != majority[0]))
            switch (chance.Next(5))
            {
                case 0:
                    seeds.Leave(seed);
                    break;
                case 1:
                    seeds.Unable.Add(seed);
                    break;
                case 2 when !majority.Contains(seed):
                    seeds.Stop(seed);
                    break;
            }
    }

    private static IEnumerable<NodeAddress> Shuffled(IEnumerable<NodeAddress> addresses, Random chance) =>
        [.. addresses.OrderBy(_ => chance.Next())];
}
