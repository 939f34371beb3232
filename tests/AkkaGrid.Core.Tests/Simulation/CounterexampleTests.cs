using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>The stories that earlier wordings of the rules failed on: docs/decisions/exact-clocks.md.</summary>
public sealed class CounterexampleTests
{
    /// <summary>
    /// An early write of a node that runs for long; a tombstone is collected; the node writes; its log is trimmed; a
    /// peer is one write behind.
    /// </summary>
    [Fact]
    public void Nothing_is_reissued_endlessly()
    {
        var result = new StoryBuilder(nodes: 3)
            .Put(2, 1, "early")
            .PutAndDelete(3, 2, "deleted")
            .Put(7.5, 1, "late")
            .Restore(10, 3, age: 3, downFor: 0.3)
            .Until(14)
            .Play();

        AssertKept(result);
        Assert.InRange(result.Counts.Merges, 1, 2);
        Assert.Equal(0, result.Counts.Reissued);
    }

    /// <summary>
    /// Two nodes that were away return with a write; two members that cannot hear each other reissue it, each for
    /// itself.
    /// </summary>
    [Fact]
    public void One_write_never_becomes_two_siblings()
    {
        var result = TwoThatWereAway().CutOff(9.9, 8, 1, 3).Until(18).Play();

        AssertKept(result);
        Assert.InRange(result.Counts.Reissued, 2, 10);
        Assert.Equal([1], Finals(result).Select(versions => versions.Count).Distinct());
    }

    /// <summary>A restored backup has a write that no other disk has.</summary>
    [Fact]
    public void A_write_that_only_a_backup_has_comes_back_with_it()
    {
        var result = new StoryBuilder(nodes: 3)
            .CutOff(3, 3, 3)
            .Put(3.5, 3, "k", client: 6)
            .LoseDisk(5.5, 3, downFor: 0.2)
            .PutAndDelete(8, 1, "deleted")
            .Restore(12, 3, age: 6.8, downFor: 0.3)
            .Play();

        AssertKept(result);
        Assert.InRange(result.Counts.Reissued, 1, 10);
        Assert.Equal(["6-1"], Finals(result).SelectMany(versions => versions).Distinct());
    }

    /// <summary>
    /// A cloned machine took a name; it was retired, or not yet; the other start of that name, which the set does not
    /// count, takes a write and has one counted member beside it.
    /// </summary>
    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void The_disk_of_a_start_that_the_set_does_not_count_is_no_part_of_a_majority(double retiredAt) =>
        AssertKept(
            new StoryBuilder(nodes: 3)
                .Twin(3, 3, 9)
                .CutOff(6, 4, 3, 9)
                .Retire(retiredAt, 1, 3)
                .CutOff(9.9, 8, 9)
                .CutOff(9.9, 6, 2)
                .PutWithMajority(10.6, 3, "k")
                .PutWithMajority(11, 3, "k")
                .PutWithMajority(12, 3, "k")
                .Until(18)
                .Play());

    /// <summary>
    /// A write is reissued at one node; before it sees that, the node that had it overwrites the original.
    /// </summary>
    [Fact]
    public void An_overwritten_value_does_not_win_again()
    {
        var result = TwoThatWereAway().CutOff(9.9, 8, 3).Put(15, 3, "k", client: 7).Until(19).Play();

        AssertKept(result);
        Assert.InRange(result.Counts.Reissued, 2, 10);
        Assert.Equal(["7-1"], Finals(result).SelectMany(versions => versions).Distinct());
    }

    /// <summary>Two sides of a set retire each other; each writes, deletes and collects; they meet.</summary>
    [Fact]
    public void Two_histories_that_both_have_collected_do_not_wait_for_each_other()
    {
        var story = new StoryBuilder(nodes: 4).Put(2, 1, "k").CutOff(3, 12, 1, 2);
        foreach (var (node, others) in new[] { (1, new[] { 3, 4 }), (3, new[] { 1, 2 }) })
        {
            foreach (var other in others)
                story.Retire(5 + (0.1 * other), node, other);
            story.Put(7, node, "k").Put(7.1, node + 1, $"mine{node}").PutAndDelete(8, node, $"deleted{node}");
        }

        var result = story.Until(16).Play();

        AssertKept(result);
        Assert.Equal(2, result.Counts.Collected);
        Assert.InRange(result.Counts.Reissued, 1, 20);
        Assert.Equal([2], Finals(result).Select(versions => versions.Count).Distinct());
    }

    /// <summary>A restored node deletes; the tombstone is collected; an old copy of another node catches up.</summary>
    [Fact]
    public void What_a_restored_node_deletes_is_deleted_everywhere()
    {
        var result = new StoryBuilder(nodes: 3)
            .Put(2, 1, "k")
            .PutAndDelete(3.2, 1, "deleted")
            .CutOff(6.9, 2, 3)
            .Restore(7, 3, age: 4, downFor: 0.2)
            .Delete(8, 3, "k")
            .Restore(14, 2, age: 11, downFor: 0.2)
            .Until(17)
            .Play();

        AssertKept(result);
        Assert.Equal(2, result.Counts.Collected);
        Assert.Empty(Finals(result).SelectMany(versions => versions));
    }

    /// <summary>
    /// A retired node returns with a write that is concurrent to a tombstone that was collected; a client reads all the
    /// while.
    /// </summary>
    [Fact]
    public void No_old_value_shows_for_a_moment()
    {
        var result = new StoryBuilder(nodes: 3)
            .Put(2, 1, "k")
            .CutOff(3, 9, 3)
            .Put(3.5, 3, "k", client: 7)
            .Delete(4, 1, "k")
            .Retire(5.5, 1, 3)
            .GetAgainAndAgain(11.9, 1, "k", times: 150)
            .GetAgainAndAgain(15, 2, "k", times: 10)
            .Play();

        AssertKept(result);
        Assert.Equal(1, result.Counts.Retimed);
        Assert.Equal(["7-1"], Finals(result).SelectMany(versions => versions).Distinct());
    }

    /// <summary>Two retired nodes return with siblings, both of which are reissued in one merge.</summary>
    [Fact]
    public void Siblings_that_are_reissued_together_have_one_winner()
    {
        var result = new StoryBuilder(nodes: 4)
            .CutOff(3, 12, 1, 2)
            .CutOff(3, 1, 3)
            .Put(3.5, 3, "k")
            .Put(3.5, 4, "k")
            .Retire(5, 1, 3)
            .Retire(5.1, 1, 4)
            .PutAndDelete(8, 1, "deleted")
            .Until(17)
            .Play();

        AssertKept(result);
        Assert.InRange(result.Counts.Reissued, 2, 20);
        Assert.Equal([2], Finals(result).Select(versions => versions.Count).Distinct());
    }

    /// <summary>
    /// A machine lives under the name of another; both delete, and neither collects what the other one's start has not
    /// got.
    /// </summary>
    [Fact]
    public void A_start_that_the_set_does_not_count_collects_nothing()
    {
        var result = new StoryBuilder(nodes: 2)
            .Put(2, 1, "k")
            .Twin(3, 2, 3)
            .CutOff(4, 5, 3)
            .PutAndDelete(4.5, 2, "one")
            .PutAndDelete(4.5, 3, "other")
            .Until(9)
            .Play();

        AssertKept(result);
        Assert.Equal(2, result.Counts.Collected);
    }

    /// <summary>
    /// Nodes 3 and 4 are cut off until 10 s, and have a write; the others retire them, and collect a tombstone.
    /// </summary>
    private static StoryBuilder TwoThatWereAway() => new StoryBuilder(nodes: 4)
        .CutOff(3, 7, 1, 2)
        .Put(3.5, 3, "k")
        .Retire(5, 1, 3)
        .Retire(5.1, 1, 4)
        .PutAndDelete(8, 1, "deleted");

    private static void AssertKept(SimulationResult result) => Assert.True(
        result.Violations.Count == 0, string.Join(Environment.NewLine, result.Violations));

    /// <summary>What each node holds of k in the end.</summary>
    private static IEnumerable<List<string>> Finals(SimulationResult result) => result.History
        .Where(operation => operation.IsFinal || operation.Session.StartsWith("the end", StringComparison.Ordinal))
        .Select(operation => operation.Reads.Where(read => read.Key == "k")
            .SelectMany(read => read.Versions).Select(version => version.Value ?? "a delete").ToList());
}
