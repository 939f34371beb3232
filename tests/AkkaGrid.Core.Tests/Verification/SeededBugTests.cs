using AkkaGrid.Core.Verification;

namespace AkkaGrid.Core.Tests.Verification;

/// <summary>The checker on a small store that is right, and on the same store with one rule broken.</summary>
public sealed class SeededBugTests
{
    private const int Seeds = 100;
    private const int Operations = 300;

    [Fact]
    public void A_store_that_keeps_every_rule_is_consistent()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var history = new ModelStore(Rule.None, new Random(seed)).Run(Operations);
            var verdict = Histories.Check(history);
            Assert.True(
                verdict is { IsConsistent: true, IsConverged: true },
                $"seed {seed}: {string.Join("; ", verdict.Findings.Select(finding => finding.Message))}\n"
                    + $"{Histories.Text(history)}");
        }
    }

    [Theory]
    [InlineData(Rule.Dependencies)]
    [InlineData(Rule.Stash)]
    [InlineData(Rule.Dots)]
    [InlineData(Rule.Timestamps)]
    [InlineData(Rule.Tombstones)]
    [InlineData(Rule.Batches)]
    public void A_broken_rule_is_caught(Rule rule)
    {
        var caught = Enumerable.Range(0, Seeds).Count(seed =>
            !Histories.Check(new ModelStore(rule, new Random(seed)).Run(Operations)).IsConsistent);
        Assert.True(caught > Seeds / 10, $"caught in {caught} of {Seeds} histories");
    }

    [Fact]
    public void A_reused_dot_is_caught_by_what_is_read_too()
    {
        var caught = Enumerable.Range(0, Seeds).Count(seed =>
        {
            var history = new ModelStore(Rule.Dots, new Random(seed)).Run(Operations);
            return Histories.Check(history.Select(operation =>
                operation with { Dot = null, Reads = [.. operation.Reads.Select(Nameless)] }))
                is { IsCausallyConvergent: false };
        });
        Assert.True(caught > Seeds / 10, $"caught in {caught} of {Seeds} histories");

        static KeyRead Nameless(KeyRead read) =>
            new(read.Key, [.. read.Versions.Select(version => new SeenVersion(version.Value))]);
    }
}
