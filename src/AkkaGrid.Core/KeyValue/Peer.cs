using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue;

/// <summary>What a replica knows of another member of its set.</summary>
internal sealed class Peer(Member member)
{
    private ClockAnnouncement? _uncounted;
    private (ulong Sequence, long Bytes) _confirmed;
    private (ulong Sequence, long Bytes) _awaited;
    private long _askedAt;

    public Member Member { get; private set; } = member;

    public ReplicaId Name => Member.Name;

    public Incarnation Incarnation => Member.Incarnation;

    /// <summary>
    /// What the peer has on disk, by the clocks in its own messages; empty again when another start counts.
    /// </summary>
    public VectorClock Known { get; private set; } = VectorClock.Empty;

    public bool IsReachable { get; set; }

    /// <summary>The peer's last announcement; null where it has made none.</summary>
    public ClockAnnouncement? Latest { get; private set; }

    /// <summary>At which tick of this replica the peer last announced itself.</summary>
    public long LatestAt { get; private set; }

    /// <summary>
    /// The greatest round of the peer's announcements: it is told by which of them all that is announced here was made
    /// later.
    /// </summary>
    public ulong Round { get; private set; }

    /// <summary>
    /// The last announcement that was counted: all that it covers is on disk here. One waits at a time, in order of
    /// arrival. So whatever the peer writes that is not here yet was written knowing all that it covers.
    /// </summary>
    public ClockAnnouncement? Counted { get; private set; }

    /// <summary>How many of the updates that a clock counts the peer is not known to have.</summary>
    public ulong Lag(VectorClock clock) => clock.CountBeyond(Known);

    /// <summary>
    /// How much this replica has made that the peer may not have, in bytes; never less than it is. For not all its
    /// updates are remembered: only one that the peer has, and one that it is waited for to have.
    /// </summary>
    /// <param name="last">This replica's last update.</param>
    /// <param name="made">How much it has made with it, in bytes.</param>
    public long Unconfirmed(Dot last, long made)
    {
        var known = Known[last.Origin];
        if (known >= last.Sequence)
            _confirmed = _awaited = (last.Sequence, made);
        else if (known >= _awaited.Sequence)
            (_confirmed, _awaited) = (_awaited, (last.Sequence, made));
        return made - _confirmed.Bytes;
    }

    /// <summary>
    /// Whether the peer is to be asked how far it has got with this replica's updates: once it may be far behind, and
    /// no more often than it can get as far behind again, for each answer is a message of its own.
    /// </summary>
    /// <param name="made">How much this replica has made, in bytes.</param>
    /// <param name="unconfirmed">How much of it the peer may not have.</param>
    /// <param name="far">How much that may be.</param>
    public bool IsClockDue(long made, long unconfirmed, long far)
    {
        if (unconfirmed <= far || made - _askedAt <= far)
            return false;
        _askedAt = made;
        return true;
    }

    /// <summary>
    /// Starts over: another start of the name counts now, or the same one has entered the set again. What was announced
    /// before says nothing of it.
    /// </summary>
    public void Entered(Member member)
    {
        Member = member;
        (Known, Latest, _uncounted, Counted, Round) = (VectorClock.Empty, null, null, null, 0);
        (_confirmed, _awaited, _askedAt) = (default, default, 0);
    }

    /// <summary>Learns what the peer has on disk.</summary>
    /// <returns>Whether that is more than was known.</returns>
    public bool Learn(VectorClock clock)
    {
        if (Known.Covers(clock))
            return false;
        Known = Known.Join(clock);
        return true;
    }

    /// <summary>Takes an announcement.</summary>
    public void Learn(ClockAnnouncement announcement, long tick)
    {
        Latest = announcement;
        LatestAt = tick;
        Round = Math.Max(Round, announcement.View.Round);
        _uncounted ??= announcement;
    }

    /// <summary>Counts an announcement, once all that it covers is on disk here.</summary>
    public void Count(VectorClock durable)
    {
        if (_uncounted is null || !durable.Covers(_uncounted.Clock))
            return;
        Counted = _uncounted;
        _uncounted = null;
    }
}
