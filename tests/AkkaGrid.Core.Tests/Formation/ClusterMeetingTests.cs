using AkkaGrid.Core.Formation;
using CsCheck;

namespace AkkaGrid.Core.Tests.Formation;

public sealed class ClusterMeetingTests
{
    private static readonly BallotRound OfB = new(2, 1);

    /// <summary>Two or three clusters meet while messages are lost, doubled and late and members come and go.</summary>
    [Fact]
    public void Of_clusters_that_meet_never_both_yield_and_never_neither()
    {
        Gen.Select(Gen.Int[1, 3].Array[2, 3], Gen.Int[0, 1_000_000], Gen.Double[0, 0.4], Gen.Int[1, 3000]).Sample(
            (sizes, randomSeed, loss, delay) =>
            {
                var chaos = new Random(randomSeed);
                var clusters = new VirtualClusters(sizes, randomSeed)
                {
                    Loss = loss,
                    MaxDelay = TimeSpan.FromMilliseconds(delay),
                };
                for (var turn = 0; turn < 20; turn++)
                {
                    clusters.Bounce(clusters.Addresses[chaos.Next(clusters.Addresses.Count)]);
                    clusters.RunFor(TimeSpan.FromMilliseconds(chaos.Next(20, 1500)));
                }
                clusters.Loss = 0;
                clusters.MaxDelay = TimeSpan.FromMilliseconds(20);
                clusters.RunFor(TimeSpan.FromSeconds(30));

                Assert.DoesNotContain(
                    clusters.Yielded, yielded => clusters.Yielded.Contains((yielded.To, yielded.From)));
                Assert.Equal(sizes.Length - 1, clusters.Yielded.Count);
                Assert.Equal(sizes.Sum(), Assert.Single(clusters.Remaining).Present.Length);
            },
            iter: 1000);
    }

    [Fact]
    public void A_cluster_whose_members_come_and_go_never_yields_to_itself()
    {
        Gen.Select(Gen.Int[2, 5], Gen.Int[0, 1_000_000], Gen.Double[0, 0.4], Gen.Int[1, 5000]).Sample(
            (size, randomSeed, loss, delay) =>
            {
                var chaos = new Random(randomSeed);
                var clusters = new VirtualClusters([size], randomSeed)
                {
                    Loss = loss,
                    MaxDelay = TimeSpan.FromMilliseconds(delay),
                    MaxLag = TimeSpan.FromSeconds(1),
                };
                for (var turn = 0; turn < 60; turn++)
                {
                    clusters.Bounce(clusters.Addresses[chaos.Next(size)]);
                    clusters.RunFor(TimeSpan.FromMilliseconds(chaos.Next(20, 1500)));
                }

                Assert.Empty(clusters.Yielded);
            },
            iter: 300);
    }

    [Theory]
    [InlineData(new[] { 1, 2 }, 1)]
    [InlineData(new[] { 2, 1 }, 0)]
    [InlineData(new[] { 2, 2 }, 1)]
    [InlineData(new[] { 1, 1, 3 }, 2)]
    public void The_one_with_more_seeds_stays_and_of_equals_the_older(int[] sizes, int stays)
    {
        var clusters = new VirtualClusters(sizes, randomSeed: 7);
        var before = clusters.Remaining;

        clusters.RunFor(TimeSpan.FromSeconds(20));

        Assert.Equal(before[stays], Assert.Single(clusters.Remaining));
    }

    [Fact]
    public void A_cluster_that_lacks_no_seed_asks_nobody() =>
        Assert.Empty(Meeting("a").Tick(Members("a", "b", "c"), TimeSpan.Zero));

    [Fact]
    public void Only_the_oldest_member_asks_and_only_the_seeds_that_are_missing_once_in_an_interval()
    {
        Assert.Empty(Meeting("b").Tick(Members("a", "b"), TimeSpan.Zero));

        var meeting = Meeting("a");
        var question = Assert.IsType<SendMessage>(Assert.Single(meeting.Tick(Members("a", "b"), TimeSpan.Zero)));
        Assert.Equal(new NodeAddress("c"), question.To);
        Assert.Empty(meeting.Tick(Members("a", "b"), TimeSpan.FromSeconds(0.9)));
        Assert.Single(meeting.Tick(Members("a", "b"), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_cluster_in_which_somebody_is_unreachable_or_leaves_neither_asks_nor_answers_nor_yields()
    {
        var meeting = Meeting("a");
        var unsettled = new ClusterMembership([new(new("a"), IsSettled: true), new(new("b"), IsSettled: false)], 0);
        Assert.Empty(meeting.Tick(unsettled, TimeSpan.Zero));
        Assert.Empty(
            meeting.Receive(new JoinRequest(OfB, Card("c", seeds: 1), IsPassedOn: false), unsettled, TimeSpan.Zero));

        var round = Ask(meeting, TimeSpan.Zero);
        Assert.Empty(meeting.Receive(new JoinOffer(round, Card("c", seeds: 5)), unsettled, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_question_is_passed_on_to_the_oldest_member_and_no_further()
    {
        var question = new JoinRequest(OfB, Card("c", seeds: 1), IsPassedOn: false);

        Assert.Equal(
            new SendMessage(new("a"), question with { IsPassedOn = true }),
            Assert.Single(Meeting("b").Receive(question, Members("a", "b"), TimeSpan.Zero)));
        Assert.Empty(Meeting("b").Receive(question with { IsPassedOn = true }, Members("a", "b"), TimeSpan.Zero));
        Assert.Empty(Meeting("b").Receive(question, new ClusterMembership([], Since: 0), TimeSpan.Zero));
    }

    [Fact]
    public void An_answer_that_is_old_foreign_of_this_cluster_or_of_one_that_has_come_makes_nobody_yield()
    {
        var meeting = Meeting("a");
        var round = Ask(meeting, TimeSpan.Zero);
        var other = Card("c", seeds: 5);

        Assert.Empty(meeting.Receive(new JoinOffer(round, other), Members("a"), TimeSpan.FromSeconds(4)));
        Assert.Empty(meeting.Receive(
            new JoinOffer(round with { Incarnation = 9 }, other), Members("a"), TimeSpan.FromSeconds(1)));
        Assert.Empty(
            meeting.Receive(new JoinOffer(round with { Number = 9 }, other), Members("a"), TimeSpan.FromSeconds(1)));
        Assert.Empty(meeting.Receive(
            new JoinOffer(round, other with { Members = other.Members.Add(new("a")) }),
            Members("a"),
            TimeSpan.FromSeconds(1)));
        Assert.Empty(meeting.Receive(new JoinOffer(round, Card("c", seeds: 0)), Members("a"), TimeSpan.FromSeconds(1)));
        Assert.Empty(meeting.Receive(new JoinOffer(round, other), Members("a", "c"), TimeSpan.FromSeconds(1)));
        Assert.False(meeting.HasYielded);

        Assert.Equal(
            new DissolveCluster(other),
            Assert.Single(meeting.Receive(new JoinOffer(round, other), Members("a"), TimeSpan.FromSeconds(3.9))));
        Assert.True(meeting.HasYielded);
    }

    [Fact]
    public void A_node_that_slept_while_the_others_were_restarted_lets_nobody_come()
    {
        var question = new JoinRequest(OfB, Card("b", seeds: 1), IsPassedOn: false);

        Assert.Empty(Meeting("a").Receive(question, Members("a", "b", "c"), TimeSpan.Zero));
    }

    [Fact]
    public void A_cluster_that_let_another_come_stays_for_a_lease_and_one_that_yields_lets_nobody_come()
    {
        var meeting = Meeting("a");
        var question = new JoinRequest(OfB, Card("c", seeds: 0), IsPassedOn: false);
        Assert.Single(meeting.Receive(question, Members("a"), TimeSpan.Zero));

        var bigger = Card("b", seeds: 5);
        Assert.Empty(meeting.Receive(
            new JoinOffer(Ask(meeting, TimeSpan.FromSeconds(3)), bigger), Members("a"), TimeSpan.FromSeconds(4.9)));
        Assert.Single(meeting.Receive(
            new JoinOffer(Ask(meeting, TimeSpan.FromSeconds(4)), bigger), Members("a"), TimeSpan.FromSeconds(5)));

        Assert.Empty(meeting.Receive(question, Members("a"), TimeSpan.FromSeconds(5)));
    }

    private static BallotRound Ask(ClusterMeeting meeting, TimeSpan now) =>
        Assert.IsType<JoinRequest>(Assert.IsType<SendMessage>(meeting.Tick(Members("a"), now)[0]).Message).Round;

    private static ClusterMeeting Meeting(string self) =>
        new(new(new(self), self, [new("a"), new("b"), new("c")]), incarnation: 1);

    private static ClusterMembership Members(params string[] members) =>
        new([.. members.Select(member => new ClusterMember(new(member), IsSettled: true))], Since: 10);

    private static ClusterCard Card(string oldest, int seeds) => new(new(oldest), seeds, Since: 20, [new(oldest)]);
}
