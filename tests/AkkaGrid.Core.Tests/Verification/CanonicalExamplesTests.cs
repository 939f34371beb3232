using AkkaGrid.Core.Verification;
using static AkkaGrid.Core.Verification.Operation;

namespace AkkaGrid.Core.Tests.Verification;

/// <summary>The five examples of Bouajjani et al., POPL 2017, figure 3, with the verdicts given there.</summary>
public sealed class CanonicalExamplesTests
{
    [Fact]
    public void A_is_causal_but_not_convergent() => Expect(
        isCausal: true,
        isConvergent: false,
        Put("a", "x", "1"), Get("a", "x", "2"),
        Put("b", "x", "2"), Get("b", "x", "1"));

    [Fact]
    public void B_is_causally_convergent_although_it_is_no_causal_memory() => Expect(
        isCausal: true,
        isConvergent: true,
        Put("a", "z", "1"), Put("a", "x", "1"), Put("a", "y", "1"),
        Put("b", "x", "2"), Get("b", "z", null), Get("b", "y", "1"), Get("b", "x", "2"));

    [Fact]
    public void C_is_causal_only() => Expect(
        isCausal: true,
        isConvergent: false,
        Put("a", "x", "1"),
        Put("b", "x", "2"), Get("b", "x", "1"), Get("b", "x", "2"));

    [Fact]
    public void D_is_causal_by_every_criterion() => Expect(
        isCausal: true,
        isConvergent: true,
        Put("a", "x", "1"), Get("a", "y", null), Put("a", "y", "1"), Get("a", "x", "1"),
        Put("b", "x", "2"), Get("b", "y", null), Put("b", "y", "2"), Get("b", "x", "2"));

    [Fact]
    public void E_is_not_causal_by_any() => Expect(
        isCausal: false,
        isConvergent: false,
        Put("a", "x", "1"), Put("a", "y", "1"),
        Get("b", "y", "1"), Put("b", "x", "2"),
        Get("c", "x", "2"), Get("c", "x", "1"));

    private static void Expect(bool isCausal, bool isConvergent, params Operation[] operations)
    {
        var verdict = Histories.Check(operations);
        Assert.Equal((isCausal, isConvergent), (verdict.IsCausal, verdict.IsCausallyConvergent));
    }
}
