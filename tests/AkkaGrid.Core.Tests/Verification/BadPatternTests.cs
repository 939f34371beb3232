using AkkaGrid.Core.Verification;
using static AkkaGrid.Core.Verification.Operation;

namespace AkkaGrid.Core.Tests.Verification;

/// <summary>Each bad pattern by the smallest history that shows it, beside one that comes close and is fine.</summary>
public sealed class BadPatternTests
{
    [Fact]
    public void Reading_what_depends_on_the_read_is_a_cycle()
    {
        Expect(
            BadPattern.CyclicCO,
            Get("a", "x", "1"), Put("a", "y", "1"),
            Get("b", "y", "1"), Put("b", "x", "1"));
        Expect(null, Get("a", "x", "1"), Put("a", "y", "1"), Put("b", "x", "1"), Get("b", "y", "1"));
    }

    [Fact]
    public void Missing_what_is_among_the_causes_is_no_initial_read()
    {
        Expect(BadPattern.WriteCOInitRead, Put("a", "x", "1"), Get("a", "x", null));
        Expect(BadPattern.WriteCOInitRead, Put("a", "x", "1"), Put("a", "y", "1"), Get("b", "y", "1"), Get(
            "b", "x", null));
        Expect(null, Put("a", "x", "1"), Get("b", "x", null));
    }

    [Fact]
    public void Reading_what_nobody_wrote_is_out_of_thin_air()
    {
        Expect(BadPattern.ThinAirRead, Get("a", "x", "1"));
        Expect(BadPattern.ThinAirRead, Get("a", "x", null, dot: "n.1:1"));
    }

    [Fact]
    public void Reading_what_was_overwritten_among_the_causes_is_stale()
    {
        var verdict = Expect(
            BadPattern.WriteCORead, Put("a", "x", "1"), Put("a", "x", "2"), Get("b", "x", "2"), Get("b", "x", "1"));
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(
            "b #2 read '1' at 'x' although a #2 had overwritten it with '2', which is among its causes",
            finding.Message);
        Assert.Equal(["a #1: writes x = '1'", "a #2: writes x = '2'", "b #2: reads x = '1'"], finding.Operations);
        Expect(null, Put("a", "x", "1"), Put("a", "x", "2"), Get("b", "x", "1"), Get("b", "x", "2"));
    }

    [Fact]
    public void Two_readers_that_order_two_writes_differently_contradict_each_other()
    {
        var verdict = Expect(
            BadPattern.CyclicCF,
            Put("a", "x", "1"), Put("b", "x", "2"),
            Get("c", "x", "1"), Get("c", "x", "2"),
            Get("d", "x", "2"), Get("d", "x", "1"));
        Assert.True(verdict.IsCausal);
        Assert.False(verdict.IsCausallyConvergent);
        Assert.Contains("c #2 says that '1' came before '2' at 'x'", verdict.Findings[0].Message);
        Assert.Contains("d #2 says that '2' came before '1' at 'x'", verdict.Findings[0].Message);
    }

    [Fact]
    public void Seeing_a_part_of_a_batch_is_seeing_too_little()
    {
        Expect(BadPattern.WriteCOInitRead, Batch("a", ("x", "1"), ("y", "1")), Snapshot("b", ("x", "1"), ("y", null)));
        Expect(
            BadPattern.WriteCORead,
            Batch("a", ("x", "1"), ("y", "1")), Batch("a", ("x", "2"), ("y", "2")),
            Snapshot("b", ("x", "1"), ("y", "2")));
        Expect(null, Batch("a", ("x", "1"), ("y", "1")), Snapshot("b", ("x", null), ("y", null)));
    }

    [Fact]
    public void Seeing_parts_of_two_concurrent_batches_that_each_overwrite_the_other_is_fractured()
    {
        var verdict = Histories.Check(
            Batch("a", ("x", "1"), ("y", "1")),
            Batch("b", ("x", "2"), ("y", "2")),
            Snapshot("c", ("x", "1"), ("y", "2")));
        Assert.False(verdict.IsCausal);
        Assert.Equal([BadPattern.CyclicCF, BadPattern.FracturedRead], verdict.Violations.Keys);
    }

    [Fact]
    public void Reading_what_was_refused_is_an_aborted_read() => Expect(
        BadPattern.AbortedRead, Put("a", "x", "1") with { Outcome = Outcome.Failed }, Get("b", "x", "1"));

    [Fact]
    public void A_dot_names_one_update()
    {
        Expect(
            BadPattern.ReusedDot, Put("a", "x", "1") with { Dot = "n.1:1" }, Put("b", "y", "1") with { Dot = "n.1:1" });
        Expect(null, Put("a", "x", "1") with { Dot = "n.1:1" }, Put("b", "y", "1") with { Dot = "n.1:2" });
    }

    [Fact]
    public void Replicas_that_end_differently_diverge()
    {
        Operation[] writes = [Put("a", "x", "1"), Put("b", "x", "2")];
        var verdict = Histories.Check([.. writes, Final("n1", ("x", "1")), Final("n2", ("x", "2"))]);
        Assert.False(verdict.IsConverged);
        Assert.Equal([BadPattern.CyclicCF, BadPattern.Divergence], verdict.Violations.Keys);
        Assert.Contains(
            "n1 has '1', ", verdict.Findings.First(finding => finding.Pattern == BadPattern.Divergence).Message);

        Assert.True(Histories.Check([.. writes, Final("n1", ("x", "1")), Final("n2", ("x", "1"))])
            is { IsConsistent: true, IsConverged: true });
        Assert.Null(Histories.Check([.. writes, Final("n1", ("x", "1"))]).IsConverged);
    }

    [Fact]
    public void A_write_that_no_replica_ends_with_is_lost()
    {
        Expect(BadPattern.WriteCOInitRead, Put("a", "x", "1"), Final("n1"), Final("n2"));
        Expect(BadPattern.WriteCORead, Put("a", "x", "1"), Put("a", "x", "2"), Final("n1", ("x", "1")), Final(
            "n2", ("x", "1")));
        Expect(null, Put("a", "x", "1"), Delete("a", "x"), Final("n1"), Final("n2"));
    }

    private static Operation Get(string session, string key, string? value, string? dot = null) =>
        new(session) { Reads = [new KeyRead(key, [new SeenVersion(value, dot)])] };

    private static Verdict Expect(BadPattern? pattern, params Operation[] operations)
    {
        var verdict = Histories.Check(operations);
        if (pattern is { } bad)
            Assert.Equal([bad], verdict.Violations.Keys);
        else
            Assert.Empty(verdict.Findings);
        return verdict;
    }
}
