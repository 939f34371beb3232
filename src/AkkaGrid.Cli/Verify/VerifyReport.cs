using AkkaGrid.Core.Verification;

namespace AkkaGrid.Cli.Verify;

/// <summary>What <c>akkagrid verify</c> says of a history.</summary>
/// <param name="Checkable">Whether it could be checked at all.</param>
/// <param name="Consistent">Whether nothing was found.</param>
/// <param name="CausallyConsistent">CC.</param>
/// <param name="CausallyConvergent">CCv.</param>
/// <param name="Converged">
/// Whether the replicas ended alike; null where fewer than two final reads are recorded.
/// </param>
/// <param name="Operations">How many operations count.</param>
/// <param name="Sessions">How many sessions they belong to.</param>
/// <param name="Violations">How many violations there are of each pattern.</param>
/// <param name="Findings">The first violations of each pattern.</param>
/// <param name="Problems">Why it cannot be checked.</param>
internal sealed record VerifyReport(
    bool Checkable,
    bool Consistent,
    bool? CausallyConsistent,
    bool? CausallyConvergent,
    bool? Converged,
    int Operations,
    int Sessions,
    IReadOnlyDictionary<string, long> Violations,
    IReadOnlyList<VerifyFinding> Findings,
    IReadOnlyList<VerifyProblem> Problems)
{
    public static VerifyReport Of(Verdict verdict) => new(
        true,
        verdict.IsConsistent,
        verdict.IsCausal,
        verdict.IsCausallyConvergent,
        verdict.IsConverged,
        verdict.Operations,
        verdict.Sessions,
        verdict.Violations.ToDictionary(count => count.Key.ToString(), count => count.Value),
        [.. verdict.Findings.Select(finding =>
            new VerifyFinding(finding.Pattern.ToString(), finding.Message, finding.Operations, finding.Lines))],
        []);

    public static VerifyReport NotCheckable(IReadOnlyList<VerifyProblem> problems) => new(
        false, false, null, null, null, 0, 0, new Dictionary<string, long>(), [], problems);
}

/// <summary>One violation.</summary>
/// <param name="Pattern">The bad pattern.</param>
/// <param name="Message">What happened.</param>
/// <param name="Operations">The operations involved, in words.</param>
/// <param name="Lines">Their lines.</param>
internal sealed record VerifyFinding(
    string Pattern, string Message, IReadOnlyList<string> Operations, IReadOnlyList<int> Lines);

/// <summary>Why a history cannot be checked.</summary>
/// <param name="Line">The line, from 1; 0 for none in particular.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record VerifyProblem(int Line, string Message);
