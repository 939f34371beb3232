using AkkaGrid.Core.Formation;
using AkkaGrid.Node.Hosting;

namespace AkkaGrid.Node.Formation;

/// <summary>What the formation of one node works with.</summary>
/// <param name="Settings">Who this node is, and whose votes count.</param>
/// <param name="Interval">How often it looks for a cluster while it is in none.</param>
/// <param name="SeeksAtStart">Whether it looks at all before an operator says so: not after it was told to leave.</param>
/// <param name="Incarnation">Random, new at each start.</param>
/// <param name="Votes">Where votes are written down.</param>
/// <param name="Failure">Where it reports that this node may not start.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Where it says what it does.</param>
internal sealed record FormationParts(
    FormationSettings Settings,
    TimeSpan Interval,
    bool SeeksAtStart,
    ulong Incarnation,
    VoteFile Votes,
    NodeFailure Failure,
    TimeProvider Time,
    ILogger Log);
