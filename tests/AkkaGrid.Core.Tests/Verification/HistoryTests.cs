using AkkaGrid.Core.Verification;
using static AkkaGrid.Core.Verification.Operation;

namespace AkkaGrid.Core.Tests.Verification;

/// <summary>What counts of a history, and as what.</summary>
public sealed class HistoryTests
{
    [Fact]
    public void Values_must_be_unique_per_key()
    {
        var builder = new HistoryBuilder();
        builder.Add(Put("a", "x", "1") with { Line = 3 });
        builder.Add(Put("a", "y", "1") with { Line = 4 });

        var error = Assert.Throws<HistoryException>(() => builder.Add(Put("b", "x", "1") with { Line = 5 }));
        Assert.Equal(5, error.Line);
        Assert.Contains("line 3", error.Message);
    }

    [Fact]
    public void A_token_that_is_handed_over_carries_its_causes()
    {
        Operation[] History(params string[] after) =>
        [
            Put("a", "x", "1") with { Id = "a1" },
            Get("b", "x", null) with { After = after },
        ];

        Assert.True(Histories.Check(History()).IsConsistent);
        Assert.False(Histories.Check(History("a1")).IsCausal);
        Assert.Throws<HistoryException>(() => Histories.Check(History("a2")));
    }

    [Fact]
    public void A_token_survives_the_failure_of_the_call_that_first_carried_it() => Assert.False(Histories.Check(
        Put("a", "x", "1") with { Id = "a1" },
        Get("b", "y", null) with { After = ["a1"], Outcome = Outcome.Failed },
        Get("b", "x", null)).IsCausal);

    [Fact]
    public void A_write_of_unknown_outcome_promises_its_session_nothing()
    {
        var write = Put("a", "x", "2") with { Outcome = Outcome.Unknown };

        Assert.True(Histories.Check(Put("a", "x", "1"), write, Get("a", "x", "1")).IsConsistent);
        Assert.True(Histories.Check(Put("a", "x", "1"), write, Get("a", "x", "1"), Get("b", "x", "2")).IsConsistent);
        Assert.True(Histories.Check(Put("a", "x", "1"), write, Get("a", "x", "1"), Get("a", "x", "2")).IsConsistent);
    }

    [Fact]
    public void A_write_of_unknown_outcome_that_was_seen_has_the_causes_of_its_session() =>
        Assert.False(Histories.Check(
            Put("a", "x", "1"),
            Put("a", "y", "1") with { Outcome = Outcome.Unknown },
            Get("b", "y", "1"),
            Get("b", "x", null)).IsCausal);

    [Fact]
    public void A_miss_with_a_dot_is_a_read_of_that_delete()
    {
        Operation[] History(string dot) =>
        [
            Put("a", "x", "1"),
            Delete("a", "x") with { Dot = "n.1:2" },
            Put("a", "x", "2"),
            Delete("a", "x") with { Dot = "n.1:4" },
            Put("a", "y", "1"),
            Get("b", "y", "1"),
            new("b") { Reads = [new KeyRead("x", [new SeenVersion(null, dot)])] },
        ];

        Assert.True(Histories.Check(History("n.1:4")).IsConsistent);
        Assert.Equal([BadPattern.WriteCORead], Histories.Check(History("n.1:2")).Violations.Keys);
    }

    [Fact]
    public void A_miss_without_a_dot_needs_some_delete_that_may_explain_it()
    {
        Assert.True(Histories.Check(Put("a", "x", "1"), Delete("b", "x"), Get("a", "x", null)).IsConsistent);
        Assert.False(Histories.Check(Delete("a", "x"), Put("a", "x", "1"), Get("a", "x", null)).IsCausal);
        Assert.False(Histories.Check(Put("a", "x", "1"), Get("a", "x", null), Delete("a", "x")).IsCausal);
    }

    [Fact]
    public void A_delete_of_unknown_outcome_may_explain_a_miss() => Assert.True(Histories.Check(
        Put("a", "x", "1"),
        Delete("b", "x") with { Outcome = Outcome.Unknown },
        Get("a", "x", null),
        Get("a", "x", "1") with { Outcome = Outcome.Unknown }).IsConsistent);

    [Fact]
    public void Where_one_delete_alone_explains_a_miss_it_is_ordered_by_it() => Assert.Equal(
        [BadPattern.CyclicCF],
        Histories.Check(
            Put("a", "x", "1"), Delete("b", "x"),
            Get("a", "x", null),
            Put("b", "y", "1"), Get("b", "x", "1")).Violations.Keys);

    [Fact]
    public void Siblings_are_read_like_the_winner()
    {
        Operation Read(params string[] values) =>
            new("c") { Reads = [new KeyRead("x", [.. values.Select(value => new SeenVersion(value))])] };

        Assert.True(Histories.Check(Put("a", "x", "1"), Put("b", "x", "2"), Read("2", "1")).IsConsistent);
        Assert.Equal(
            [BadPattern.WriteCORead],
            Histories.Check(Put("a", "x", "1"), Put("a", "x", "2"), Read("2", "1")).Violations.Keys);
        Assert.Equal([BadPattern.ThinAirRead], Histories.Check(Put("a", "x", "1"), Read("1", "3")).Violations.Keys);
    }

    [Fact]
    public void A_list_misses_what_it_does_not_name_of_its_range()
    {
        Operation List(KeyRange range) => new("a") { Range = range, Reads = [new KeyRead("k2", "1")] };
        Operation[] writes = [Put("a", "k1", "1"), Put("a", "k2", "1"), Put("a", "k3", "1"), Put("a", "m", "1")];

        Assert.True(Histories.Check([.. writes, List(new("k", "k1", "k2"))]).IsConsistent);
        Assert.Equal(
            1, Histories.Check([.. writes, List(new("k", null, "k2"))]).Violations[BadPattern.WriteCOInitRead]);
        Assert.Equal(2, Histories.Check([.. writes, List(new("k"))]).Violations[BadPattern.WriteCOInitRead]);
        Assert.Equal(3, Histories.Check([.. writes, List(new())]).Violations[BadPattern.WriteCOInitRead]);
    }

    [Fact]
    public void The_text_form_brings_every_operation_back()
    {
        Operation[] operations =
        [
            Put("a", "x", "ü\"\n") with { Id = "1", Dot = "n.1:1", Line = 1 },
            Delete("a", "x") with { Outcome = Outcome.Unknown, Line = 2 },
            Batch("a", ("x", "2"), ("y", null)) with { Outcome = Outcome.Failed, Line = 3 },
            Get("b", "x", null) with { After = ["1"], Line = 4 },
            new("b") { Reads = [new KeyRead("x", [new(null, "n.1:2"), new("1"), new(null, "n.1:3")])], Line = 5 },
            Snapshot("b", ("x", "1"), ("y", null)) with { Line = 6 },
            new("b") { Reads = [new KeyRead("x", "1")], Range = new("p", "a", "z"), Line = 7 },
            Final("n1", ("x", "1")) with { Line = 8 },
        ];

        foreach (var operation in operations)
        {
            var text = HistoryFormat.Format(operation);
            var back = HistoryFormat.Parse(System.Text.Encoding.UTF8.GetBytes(text), operation.Line);
            Assert.Equal(text, HistoryFormat.Format(back));
            Assert.Equivalent(operation, back, strict: true);
        }
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"session":"a","op":"put","key":"x"}""", "'value' is missing")]
    [InlineData("""{"session":"a","op":"get","key":"x"}""", "'value' is missing")]
    [InlineData("""{"op":"get","key":"x","value":null}""", "'session' is missing")]
    [InlineData("""{"session":"a","op":"cas","key":"x"}""", "not 'cas'")]
    [InlineData("""{"session":"a","op":"get","key":"x","value":1}""", "'value' is not text")]
    [InlineData("""{"session":"a","op":"get","key":"x","value":null,"outcom":"ok"}""", "no field 'outcom'")]
    [InlineData("""{"session":"a","op":"get","key":"x","value":null,"outcome":"maybe"}""", "not 'maybe'")]
    [InlineData("""{"session":"a","op":"batch","puts":["x"]}""", "'puts' is not an object")]
    [InlineData("""{"session":"a","op":"put","key":"x","value":"\ud800"}""", "no text")]
    public void A_malformed_line_is_told_with_its_number(string text, string error)
    {
        var exception = Assert.Throws<HistoryException>(() =>
            HistoryFormat.Parse(System.Text.Encoding.UTF8.GetBytes(text), 7));
        Assert.Contains(error, exception.Message);
        Assert.Equal(7, exception.Line);
    }
}
