namespace AkkaGrid.Core.Verification;

/// <summary>What the checker says of a history.</summary>
/// <param name="IsCausal">Causal consistency (CC): each operation has an explanation of its own.</param>
/// <param name="IsCausallyConvergent">Causal convergence (CCv): one order of all writes explains everything.</param>
/// <param name="IsConverged">Whether all replicas ended alike; null where the history does not tell.</param>
/// <param name="Findings">The first violations of each pattern.</param>
/// <param name="Violations">How many there are of each pattern, those that <paramref name="Findings"/> leaves out
/// included.</param>
/// <param name="Operations">
/// How many operations were checked: answered ones, and those of unknown outcome that others saw.
/// </param>
/// <param name="Sessions">How many sessions they belong to.</param>
public sealed record Verdict(
    bool IsCausal,
    bool IsCausallyConvergent,
    bool? IsConverged,
    IReadOnlyList<Finding> Findings,
    IReadOnlyDictionary<BadPattern, long> Violations,
    int Operations,
    int Sessions)
{
    /// <summary>Whether nothing at all was found.</summary>
    public bool IsConsistent => Findings.Count == 0;
}
