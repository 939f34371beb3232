namespace AkkaGrid.Core.Formation;

/// <summary>The one vote that a node has: bound to one candidate until the lease is over.</summary>
/// <param name="lease">How long a vote binds.</param>
/// <remarks>
/// Times are this node's own, from any fixed origin. A vote must be written down before it is told, and
/// <see cref="Restore"/>d after a restart: a voter that forgets makes two majorities possible.
/// </remarks>
public sealed class Ballot(TimeSpan lease)
{
    /// <summary>Who has the vote, if anybody ever had it.</summary>
    public NodeAddress? Candidate { get; private set; }

    /// <summary>When the vote is free again.</summary>
    public TimeSpan Until { get; private set; } = TimeSpan.MinValue;

    /// <summary>Grants the vote, or renews it, unless it is bound to another.</summary>
    /// <returns>Whether <paramref name="candidate"/> has it now.</returns>
    public bool TryGrant(NodeAddress candidate, TimeSpan now)
    {
        if (now < Until && Candidate != candidate)
            return false;
        Candidate = candidate;
        Until = now + lease;
        return true;
    }

    /// <summary>Takes up a vote of the time before a restart.</summary>
    /// <param name="candidate">Who had it; null where nobody knows, so that nobody gets it before it is over.</param>
    /// <param name="remaining">How long it still binds; more than a lease counts as a lease.</param>
    /// <param name="now">The present.</param>
    public void Restore(NodeAddress? candidate, TimeSpan remaining, TimeSpan now)
    {
        Candidate = candidate;
        Until = now + (remaining < lease ? remaining : lease);
    }
}
