using AkkaGrid.Core.Formation;
using AkkaGrid.Node.Hosting;

namespace AkkaGrid.Node.Formation;

/// <summary>The settings and services of one node's cluster formation.</summary>
/// <param name="Settings">This node's identity, and the nodes whose votes count.</param>
/// <param name="Interval">How often it looks for a cluster while it is in none.</param>
/// <param name="SeeksAtStart">
/// Whether it looks for a cluster without an operator's command: not after an operator had it leave.
/// </param>
/// <param name="Incarnation">A random number, a new one at each start.</param>
/// <param name="Votes">Where votes are persisted.</param>
/// <param name="Failure">Where it reports that this node may not start.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">The log.</param>
internal sealed record FormationParts(
    FormationSettings Settings,
    TimeSpan Interval,
    bool SeeksAtStart,
    ulong Incarnation,
    VoteFile Votes,
    NodeFailure Failure,
    TimeProvider Time,
    ILogger Log);
