using System.Collections.Immutable;

namespace AkkaGrid.Core.Formation;

/// <summary>Who this node is, whose votes count, and how patient the forming of a cluster is.</summary>
/// <param name="Self">This node's address.</param>
/// <param name="Name">This node's name.</param>
/// <param name="Seeds">The configured seeds, each once; the same at all of them.</param>
public sealed record FormationSettings(NodeAddress Self, string Name, ImmutableArray<NodeAddress> Seeds)
{
    /// <summary>How long a vote binds its voter, and no longer serves its candidate. Default 5 s.</summary>
    public TimeSpan VoteLease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a node counts as seen after it was last heard. Default 2 s.</summary>
    public TimeSpan Sight { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an attempt to join may take before the next one. Default 5 s.</summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a founder may take to come into its own cluster before others may found one. Default 10 s.
    /// </summary>
    public TimeSpan FoundTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a seed lets each lower seed that it sees go first. Default 1 s.</summary>
    public TimeSpan Precedence { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a candidate asks for votes before it pauses. Default 6 s: longer than a lease, so that it outlasts the
    /// votes that another candidate holds.
    /// </summary>
    public TimeSpan Campaign { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// The shortest pause of a candidate that did not win. Default 6 s: longer than a lease, so that its votes expire
    /// and another candidate can get them.
    /// </summary>
    public TimeSpan MinPause { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>The longest pause of a candidate that did not win. Default 18 s.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(18);

    /// <summary>
    /// How long this node goes on asking after it heard that its name lives elsewhere: long enough for the others to
    /// notice that a predecessor has died. Default 15 s.
    /// </summary>
    public TimeSpan RefusalTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often a cluster asks the seeds that it lacks whether they are in another one. Default 1 s.
    /// </summary>
    public TimeSpan MeetingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether this node is itself a seed: only seeds vote and stand as candidates.</summary>
    public bool IsSeed => Seeds.Contains(Self);

    /// <summary>How many seeds are more than half of them.</summary>
    public int Majority => (Seeds.Length / 2) + 1;
}
