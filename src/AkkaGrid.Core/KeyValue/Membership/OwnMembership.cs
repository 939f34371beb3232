using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>
/// The replica set as one start of a replica knows it, and this start's own place in it. Where the set does not count this
/// start, because it was retired or its disk is older than what others know of its name, the start enters again, in place.
/// </summary>
/// <param name="self">This start.</param>
/// <param name="known">The set on disk.</param>
/// <param name="entered">When this start enters.</param>
internal sealed class OwnMembership(Incarnation self, ReplicaSet known, HybridTimestamp entered)
{
    // A start that is gone may have entered several times, and its entries may become known here one after the other.
    private const int MaxEntriesAgain = 8;

    private readonly Dictionary<Incarnation, int> _superseded = [];

    /// <summary>The replica set.</summary>
    public ReplicaSet Set { get; private set; } = known.With(new Member(self, entered));

    /// <summary>Another live start of this one's name that the set counts instead; null where there is none.</summary>
    public Incarnation? Usurper { get; private set; }

    /// <summary>Joins what another replica knows.</summary>
    /// <param name="other">The set as that one knows it.</param>
    /// <param name="timestamp">The greatest timestamp seen here; raised by those of the members.</param>
    /// <returns>Whether anything is new.</returns>
    public bool Join(ReplicaSet other, ref HybridTimestamp timestamp)
    {
        var joined = Set.Join(other);
        if (ReferenceEquals(joined, Set))
            return false;
        Set = joined;
        foreach (var member in joined.Members)
            timestamp = HybridTimestamp.Max(timestamp, member.Entered);
        if (!Set.IsCurrent(self))
            EnterAgain(ref timestamp);
        return true;
    }

    /// <summary>Takes a member out of the set.</summary>
    public void Retire(Member member) => Set = Set.With(member with { Status = MemberStatus.Retired });

    /// <summary>A few times for each other start of the name: two that live at the same time would outbid each other for ever.</summary>
    private void EnterAgain(ref HybridTimestamp timestamp)
    {
        var counted = Set.Find(self.Replica)!;
        if (counted.Incarnation != self)
        {
            var times = _superseded.GetValueOrDefault(counted.Incarnation);
            if (times == MaxEntriesAgain)
            {
                Usurper = counted.Incarnation;
                return;
            }

            _superseded[counted.Incarnation] = times + 1;
        }

        Usurper = null;
        timestamp = timestamp.Next(default);
        Set = Set.With(new Member(self, timestamp));
    }
}
