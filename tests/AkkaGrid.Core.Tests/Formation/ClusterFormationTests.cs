using System.Collections.Immutable;
using AkkaGrid.Core.Formation;
using CsCheck;

namespace AkkaGrid.Core.Tests.Formation;

public sealed class ClusterFormationTests
{
    private static readonly ImmutableDictionary<string, NodeAddress> NoMembers =
        ImmutableDictionary<string, NodeAddress>.Empty;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Seeds_that_see_each_other_form_one_cluster_within_two_seconds(int count)
    {
        var seeds = new VirtualSeeds(count, randomSeed: 7);

        seeds.RunFor(TimeSpan.FromSeconds(2));

        Assert.Equal(seeds.Addresses, seeds.Members.Order(ByValue));
        Assert.Equal(seeds.Addresses[0], Assert.Single(seeds.Founded).Founder);
    }

    [Fact]
    public void A_minority_founds_nothing_however_long_it_waits()
    {
        var seeds = new VirtualSeeds(5, randomSeed: 7);
        foreach (var stopped in seeds.Addresses.Take(3).ToList())
            seeds.Stop(stopped);

        seeds.RunFor(TimeSpan.FromMinutes(2));

        Assert.Empty(seeds.Founded);
    }

    [Fact]
    public void The_others_found_a_cluster_when_the_lowest_seed_is_cut_off_and_it_joins_them_later()
    {
        var seeds = new VirtualSeeds(3, randomSeed: 7);
        seeds.Isolate(seeds.Addresses[0]);
        seeds.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(seeds.Addresses[1], Assert.Single(seeds.Founded).Founder);

        seeds.Cut.Clear();
        seeds.RunFor(TimeSpan.FromSeconds(2));

        Assert.Single(seeds.Founded);
        Assert.Equal(3, seeds.Members.Count());
    }

    [Fact]
    public void The_lowest_seed_that_restarts_while_cut_off_founds_no_second_cluster()
    {
        var seeds = new VirtualSeeds(3, randomSeed: 7);
        seeds.RunFor(TimeSpan.FromSeconds(2));
        seeds.Isolate(seeds.Addresses[0]);

        seeds.Restart(seeds.Addresses[0]);
        seeds.RunFor(TimeSpan.FromMinutes(2));

        Assert.Single(seeds.Founded);
        Assert.DoesNotContain(seeds.Addresses[0], seeds.Members);
    }

    [Fact]
    public void After_the_loss_of_all_power_the_seeds_come_back_as_one_cluster()
    {
        var seeds = new VirtualSeeds(3, randomSeed: 7);
        seeds.RunFor(TimeSpan.FromSeconds(2));
        seeds.Founded.Clear();

        foreach (var address in seeds.Addresses)
            seeds.Restart(address);
        seeds.RunFor(TimeSpan.FromSeconds(15));

        Assert.Single(seeds.Founded);
        Assert.Equal(3, seeds.Members.Count());
    }

    /// <summary>
    /// The invariant of the vote. A founder relies on a majority of votes at the moment it founds; two such moments of
    /// two founders are therefore at least the rest of a lease apart, whatever the network and the processes do.
    /// </summary>
    [Fact]
    public void Two_candidates_never_hold_a_majority_at_once()
    {
        Gen.Select(Gen.Int[3, 5], Gen.Int[0, 1_000_000], Gen.Double[0, 0.4], Gen.Int[1, 300]).Sample(
            (count, randomSeed, loss, delay) =>
            {
                var chaos = new Random(randomSeed);
                var seeds = new VirtualSeeds(count, randomSeed)
                {
                    Loss = loss,
                    MaxDelay = TimeSpan.FromMilliseconds(delay),
                    MaxFounding = TimeSpan.FromMilliseconds(chaos.Next(3000)),
                };
                for (var turn = 0; turn < 60; turn++)
                {
                    var victim = seeds.Addresses[chaos.Next(count)];
                    switch (chaos.Next(7))
                    {
                        case 0:
                            seeds.Cut.Clear();
                            seeds.Isolate(victim);
                            break;
                        case 1:
                            seeds.Cut.Clear();
                            break;
                        case 2:
                            seeds.Cut.Add((victim, seeds.Addresses[chaos.Next(count)]));
                            break;
                        case 3:
                            seeds.Leave(victim);
                            break;
                        case 4:
                            seeds.Unable.Clear();
                            seeds.Unable.Add(victim);
                            break;
                        default:
                            seeds.Restart(victim);
                            break;
                    }
                    seeds.RunFor(TimeSpan.FromMilliseconds(chaos.Next(20, chaos.Next(100, 5000))));
                }
                Assert.Empty(seeds.Violations);
            },
            iter: 300);
    }

    [Fact]
    public void A_voter_that_restarts_stays_bound_to_its_candidate_for_the_rest_of_the_lease()
    {
        var formation = Formation("b", "a", "b", "c");
        formation.RestoreVote(new("a"), remaining: TimeSpan.FromSeconds(3), now: TimeSpan.FromSeconds(100));

        Assert.Empty(formation.Receive(new RequestVote(new("b2"), default), TimeSpan.FromSeconds(101), NoMembers));
        Assert.Empty(formation.Receive(new RequestVote(new("c"), default), TimeSpan.FromSeconds(102), NoMembers));
        Assert.Single(formation.Receive(new RequestVote(new("a"), default), TimeSpan.FromSeconds(102), NoMembers));
    }

    [Fact]
    public void A_vote_binds_for_a_lease_and_is_free_after_it()
    {
        var ballot = new Ballot(TimeSpan.FromSeconds(5));

        Assert.True(ballot.TryGrant(new("a"), TimeSpan.Zero));
        Assert.False(ballot.TryGrant(new("b"), TimeSpan.FromSeconds(4.9)));
        Assert.True(ballot.TryGrant(new("a"), TimeSpan.FromSeconds(4.9)));
        Assert.False(ballot.TryGrant(new("b"), TimeSpan.FromSeconds(9.8)));
        Assert.True(ballot.TryGrant(new("b"), TimeSpan.FromSeconds(9.9)));
    }

    [Fact]
    public void A_candidate_counts_no_vote_that_is_late_foreign_or_of_an_earlier_life()
    {
        var candidacy = new Candidacy(TimeSpan.FromSeconds(5), majority: 1, incarnation: 42);
        var round = candidacy.Ask(TimeSpan.Zero);

        candidacy.Count(new("b"), round with { Incarnation = 41 });
        candidacy.Count(new("b"), round with { Number = 2 });
        Assert.False(candidacy.HasMajority(TimeSpan.FromSeconds(1)));

        candidacy.Count(new("b"), round);
        Assert.True(candidacy.HasMajority(TimeSpan.FromSeconds(3.9)));
        Assert.False(candidacy.HasMajority(TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void Votes_of_one_seed_count_once()
    {
        var candidacy = new Candidacy(TimeSpan.FromSeconds(5), majority: 2, incarnation: 42);

        candidacy.Count(new("b"), candidacy.Ask(TimeSpan.Zero));
        candidacy.Count(new("b"), candidacy.Ask(TimeSpan.Zero));

        Assert.False(candidacy.HasMajority(TimeSpan.Zero));
    }

    [Fact]
    public void A_node_that_is_no_seed_joins_a_cluster_and_never_votes_or_stands()
    {
        var formation = Formation("z", "a", "b");
        formation.Receive(
            new NodeAnnouncement(new("a"), "a", IsMember: false, WantsAnswer: false), TimeSpan.Zero, NoMembers);
        formation.Receive(
            new NodeAnnouncement(new("b"), "b", IsMember: false, WantsAnswer: false), TimeSpan.Zero, NoMembers);

        Assert.All(
            formation.Tick(TimeSpan.Zero),
            step => Assert.IsType<NodeAnnouncement>(Assert.IsType<SendMessage>(step).Message));
        Assert.Empty(formation.Receive(new RequestVote(new("a"), default), TimeSpan.Zero, NoMembers));

        formation.Receive(
            new NodeAnnouncement(new("b"), "b", IsMember: true, WantsAnswer: false), TimeSpan.Zero, NoMembers);
        Assert.Contains(new Join(new("b")), formation.Tick(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_seed_that_does_not_let_one_in_is_followed_by_another()
    {
        var formation = Formation("c", "a", "b", "c");
        var tried = new List<NodeAddress>();
        for (var now = TimeSpan.Zero; tried.Count < 3; now += TimeSpan.FromSeconds(1))
        {
            formation.Receive(new NodeAnnouncement(new("a"), "a", IsMember: true, WantsAnswer: false), now, NoMembers);
            formation.Receive(new NodeAnnouncement(new("b"), "b", IsMember: true, WantsAnswer: false), now, NoMembers);
            tried.AddRange(formation.Tick(now).OfType<Join>().Select(join => join.At));
        }

        Assert.Equal(["a", "b", "a"], tried.Select(address => address.Value));
    }

    [Fact]
    public void A_member_tells_a_newcomer_whose_name_lives_elsewhere_and_the_newcomer_gives_up()
    {
        var member = Formation("a", "a", "b");
        member.Joined();
        var newcomer = new ClusterFormation(new(new("x"), "b", [new("a"), new("b")]), incarnation: 1);
        var live = new Dictionary<string, NodeAddress> { ["a"] = new("a"), ["b"] = new("b") };

        var steps = new List<IFormationStep>();
        for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(20); now += TimeSpan.FromSeconds(0.5))
        {
            steps = [.. newcomer.Tick(now)];
            foreach (var tell in steps.OfType<SendMessage>().Where(tell => tell.To == new NodeAddress("a")))
                foreach (var answer in member.Receive(tell.Message, now, live).OfType<SendMessage>())
                    newcomer.Receive(answer.Message, now, NoMembers);
            if (steps.OfType<AbandonJoin>().Any())
                break;
        }

        Assert.Equal(new AbandonJoin(new NameTaken("b", new("b"))), Assert.Single(steps));
    }

    [Fact]
    public void A_node_whose_predecessor_dies_comes_in_under_its_name()
    {
        var newcomer = new ClusterFormation(new(new("x"), "b", [new("a"), new("b")]), incarnation: 1);
        newcomer.Receive(new NameTaken("b", new("b")), TimeSpan.Zero, NoMembers);
        var greeting = new NodeAnnouncement(new("a"), "a", IsMember: true, WantsAnswer: false);

        newcomer.Receive(greeting, TimeSpan.FromSeconds(1), NoMembers);
        Assert.DoesNotContain(new Join(new("a")), newcomer.Tick(TimeSpan.FromSeconds(1)));

        newcomer.Receive(greeting, TimeSpan.FromSeconds(3), NoMembers);
        Assert.Contains(new Join(new("a")), newcomer.Tick(TimeSpan.FromSeconds(3)));
    }

    private static ClusterFormation Formation(string self, params string[] seeds) =>
        new(new(new(self), self, [.. seeds.Select(seed => new NodeAddress(seed))]), incarnation: 1);

    private static readonly IComparer<NodeAddress> ByValue =
        Comparer<NodeAddress>.Create((x, y) => string.CompareOrdinal(x.Value, y.Value));
}
