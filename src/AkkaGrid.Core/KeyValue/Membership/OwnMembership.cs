using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>
/// The replica set as one start of a replica knows it, and this start's own place in it. Where the set does not count
/// this start, because it was retired or its disk is older than what others know of its name, the start enters again,
/// in place.
/// </summary>
/// <param name="self">This start.</param>
/// <param name="known">The set on disk.</param>
/// <param name="entered">When this start enters.</param>
internal sealed class OwnMembership(Incarnation self, ReplicaSet known, HybridTimestamp entered)
{
    private readonly HashSet<Incarnation> _superseded = [];
    private long _usurperHeardAt;

    /// <summary>The replica set.</summary>
    public ReplicaSet Set { get; private set; } = known.With(new Member(self, entered));

    /// <summary>Another live start of this one's name that the set counts instead; null where there is none.</summary>
    public Incarnation? Usurper { get; private set; }

    /// <summary>Hears of another live start of this one's name.</summary>
    public void Hear(Incarnation other, long tick)
    {
        if (other == Usurper)
            _usurperHeardAt = tick;
    }

    /// <summary>
    /// Enters the set again where the start that the set counts instead has not been heard for long: it has ended.
    /// </summary>
    /// <param name="tick">The present tick.</param>
    /// <param name="timeout">For how many ticks.</param>
    /// <param name="timestamp">The greatest timestamp seen here; raised by the entry.</param>
    /// <returns>Whether it entered.</returns>
    public bool TryReturn(long tick, int timeout, ref HybridTimestamp timestamp)
    {
        if (Usurper is null || tick - _usurperHeardAt < timeout)
            return false;
        Enter(ref timestamp);
        return true;
    }

    /// <summary>Joins what another replica knows.</summary>
    /// <param name="other">The set as that one knows it.</param>
    /// <param name="tick">The present tick.</param>
    /// <param name="timestamp">The greatest timestamp seen here; raised by those of the members.</param>
    /// <returns>Whether anything is new.</returns>
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

    /// <summary>Takes a member out of the set.</summary>
    public void Retire(Member member) => Set = Set.With(member with { Status = MemberStatus.Retired });

    /// <summary>
    /// Once for each other start of the name: two that live at the same time would outbid each other for ever.
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
