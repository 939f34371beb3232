using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>
/// The replica set as one start of a replica knows it, and this start's membership in it. Where this start is not
/// current in the set, because it was retired or its disk is older than what others know of its name, it enters the set
/// again without a restart.
/// </summary>
/// <param name="self">This start.</param>
/// <param name="known">The replica set on disk.</param>
/// <param name="entered">The timestamp at which this start enters the set.</param>
internal sealed class OwnMembership(Incarnation self, ReplicaSet known, HybridTimestamp entered)
{
    private readonly HashSet<Incarnation> _superseded = [];
    private long _usurperHeardAt;

    /// <summary>The replica set.</summary>
    public ReplicaSet Set { get; private set; } = known.With(new Member(self, entered));

    /// <summary>
    /// Another live start with this replica's name that is current in the set instead of this one; null where there is
    /// none.
    /// </summary>
    public Incarnation? Usurper { get; private set; }

    /// <summary>Records that a message of another live start with this replica's name has arrived.</summary>
    public void Hear(Incarnation other, long tick)
    {
        if (other == Usurper)
            _usurperHeardAt = tick;
    }

    /// <summary>
    /// Enters the set again, if the start that is current instead has been silent for the timeout: it has ended.
    /// </summary>
    /// <param name="tick">The current tick.</param>
    /// <param name="timeout">The timeout, in ticks.</param>
    /// <param name="timestamp">The greatest timestamp seen here; the entry raises it.</param>
    /// <returns>Whether it entered.</returns>
    public bool TryReturn(long tick, int timeout, ref HybridTimestamp timestamp)
    {
        if (Usurper is null || tick - _usurperHeardAt < timeout)
            return false;
        Enter(ref timestamp);
        return true;
    }

    /// <summary>Joins the replica set of another replica.</summary>
    /// <param name="other">The replica set as that replica knows it.</param>
    /// <param name="tick">The current tick.</param>
    /// <param name="timestamp">The greatest timestamp seen here; those of the members raise it.</param>
    /// <returns>Whether it contains anything new.</returns>
    public bool Join(ReplicaSet other, long tick, ref HybridTimestamp timestamp)
    {
        var joined = Set.Join(other);
        if (ReferenceEquals(joined, Set))
            return false;
        Set = joined;
        foreach (var member in joined.Members)
            timestamp = HybridTimestamp.Max(timestamp, member.Entered);
        if (!Set.IsCurrent(self))
            EnterAgain(tick, ref timestamp);
        return true;
    }

    /// <summary>Retires a member.</summary>
    public void Retire(Member member) => Set = Set.With(member with { Status = MemberStatus.Retired });

    /// <summary>
    /// Enters again only once for each other start of the name: two live starts would supersede each other for ever.
    /// </summary>
    private void EnterAgain(long tick, ref HybridTimestamp timestamp)
    {
        var counted = Set.Find(self.Replica)!;
        if (counted.Incarnation != self && !_superseded.Add(counted.Incarnation))
        {
            (Usurper, _usurperHeardAt) = (counted.Incarnation, tick);
            return;
        }

        Enter(ref timestamp);
    }

    private void Enter(ref HybridTimestamp timestamp)
    {
        Usurper = null;
        timestamp = timestamp.Next(default);
        Set = Set.With(new Member(self, timestamp));
    }
}
