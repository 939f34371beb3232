using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation;

/// <summary>What came of a story.</summary>
/// <param name="Flaws">All that was wrong; nothing where the store kept its promises.</param>
/// <param name="History">What the clients saw, as the checker got it.</param>
/// <param name="Answered">How many calls were answered.</param>
public sealed record SimulationResult(IReadOnlyList<Flaw> Flaws, IReadOnlyList<Operation> History, int Answered)
{
    /// <summary>What kinds of things were wrong.</summary>
    public IEnumerable<string> Kinds => Flaws.Select(flaw => flaw.Kind).Distinct();

    /// <summary>Those of them that clients could see.</summary>
    public IEnumerable<string> Seen => Kinds.Where(kind => kind.StartsWith(Flaw.InHistory, StringComparison.Ordinal));

    /// <summary>Those of them that only a look into the replicas shows.</summary>
    public IEnumerable<string> Inside => Kinds.Except(Seen);
}
