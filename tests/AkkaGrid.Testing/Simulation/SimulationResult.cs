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
}
