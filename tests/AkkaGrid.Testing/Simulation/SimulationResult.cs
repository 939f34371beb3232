using AkkaGrid.Core.Verification;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Testing.Simulation;

/// <summary>What came of a story.</summary>
/// <param name="Violations">All that was wrong; nothing where the store kept its promises.</param>
/// <param name="History">What the clients saw, as the checker got it.</param>
/// <param name="Counts">How much happened.</param>
public sealed record SimulationResult(
    IReadOnlyList<Violation> Violations, IReadOnlyList<Operation> History, SimulationCounts Counts)
{
    /// <summary>What kinds of things were wrong.</summary>
    public IEnumerable<string> Kinds => Violations.Select(violation => violation.Kind).Distinct();

    /// <summary>Those of them that clients could see.</summary>
    public IEnumerable<string> Seen =>
        Kinds.Where(kind => kind.StartsWith(Violation.InHistory, StringComparison.Ordinal));

    /// <summary>Those of them that only a look into the replicas shows.</summary>
    public IEnumerable<string> Inside => Kinds.Except(Seen);
}

/// <summary>How much happened in one story or several.</summary>
/// <param name="Answered">Calls that were answered.</param>
/// <param name="Merges">States that were merged.</param>
/// <param name="Reissued">Versions that were reissued.</param>
/// <param name="Retimed">Those of them that got a new timestamp.</param>
/// <param name="Collected">Tombstones that were collected.</param>
/// <param name="Resyncs">How often watchers had to read all keys again.</param>
/// <param name="ContextsLost">How often a session was told that what it has seen is lost.</param>
/// <param name="Unreadable">Messages that named bases which their receivers did not know.</param>
/// <param name="Records">Records of charging that were acknowledged.</param>
/// <param name="Founded">How often a founder of a cluster was elected.</param>
/// <param name="Yielded">How many clusters have yielded to another.</param>
public sealed record SimulationCounts(
    long Answered = 0,
    long Merges = 0,
    long Reissued = 0,
    long Retimed = 0,
    long Collected = 0,
    long Resyncs = 0,
    long ContextsLost = 0,
    long Unreadable = 0,
    long Records = 0,
    long Founded = 0,
    long Yielded = 0)
{
    public static SimulationCounts operator +(SimulationCounts left, SimulationCounts right) => new(
        left.Answered + right.Answered,
        left.Merges + right.Merges,
        left.Reissued + right.Reissued,
        left.Retimed + right.Retimed,
        left.Collected + right.Collected,
        left.Resyncs + right.Resyncs,
        left.ContextsLost + right.ContextsLost,
        left.Unreadable + right.Unreadable,
        left.Records + right.Records,
        left.Founded + right.Founded,
        left.Yielded + right.Yielded);
}
