using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue;

/// <summary>What a replica knows about another member of its set.</summary>
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
    /// The clock of what the peer has on disk, from its own messages; empty again when another start of its name
    /// becomes current.
    /// </summary>
    public VectorClock Known { get; private set; } = VectorClock.Empty;

    public bool IsReachable { get; set; }

    /// <summary>The peer's last announcement; null where it has made none.</summary>
    public ClockAnnouncement? Latest { get; private set; }

    /// <summary>At which tick of this replica the peer last announced itself.</summary>
    public long LatestAt { get; private set; }

    /// <summary>
    /// The greatest round of the peer's announcements. This replica announces it, so that others can tell that its
    /// announcement was made later.
    /// </summary>
    public ulong Round { get; private set; }

    /// <summary>
    /// The last announcement that was counted: everything that it covers is on disk here. One announcement waits at a
    /// time, in order of arrival. So any update of the peer that is not here yet was written knowing everything that
    /// the announcement covers.
    /// </summary>
    public ClockAnnouncement? Counted { get; private set; }

    /// <summary>How many of the updates that a clock covers the peer is not known to have.</summary>
    public ulong Lag(VectorClock clock) => clock.CountBeyond(Known);

    /// <summary>
    /// An upper bound for the size of this replica's own updates that the peer may lack, in bytes. It is not exact,
    /// because only two sequences are remembered: one that the peer has confirmed, and one that it has yet to confirm.
    /// </summary>
    /// <param name="last">This replica's last update.</param>
    /// <param name="made">The total size of its own updates up to that one, in bytes.</param>
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
    /// Whether to ask the peer for its clock: once it may be far behind, and not again before it may be that far behind
    /// once more, because each answer is a separate message.
    /// </summary>
    /// <param name="made">The total size of this replica's own updates, in bytes.</param>
    /// <param name="unconfirmed">The size of those that the peer may lack.</param>
    /// <param name="far">The size from which on the peer is far behind.</param>
    public bool IsClockDue(long made, long unconfirmed, long far)
    {
        if (unconfirmed <= far || made - _askedAt <= far)
            return false;
        _askedAt = made;
        return true;
    }

    /// <summary>
    /// Resets what is known of the peer: another start of its name is current now, or the same start has entered the
    /// set again. Earlier announcements no longer apply.
    /// </summary>
    public void Entered(Member member)
    {
        Member = member;
        (Known, Latest, _uncounted, Counted, Round) = (VectorClock.Empty, null, null, null, 0);
        (_confirmed, _awaited, _askedAt) = (default, default, 0);
    }

    /// <summary>Records what the peer has on disk.</summary>
    /// <returns>Whether that is more than was known before.</returns>
    public bool Learn(VectorClock clock)
    {
        if (Known.Covers(clock))
            return false;
        Known = Known.Join(clock);
        return true;
    }

    /// <summary>Records an announcement.</summary>
    public void Learn(ClockAnnouncement announcement, long tick)
    {
        Latest = announcement;
        LatestAt = tick;
        Round = Math.Max(Round, announcement.View.Round);
        _uncounted ??= announcement;
    }

    /// <summary>Counts the waiting announcement, if everything that it covers is on disk here.</summary>
    public void Count(VectorClock durable)
    {
        if (_uncounted is null || !durable.Covers(_uncounted.Clock))
            return;
        Counted = _uncounted;
        _uncounted = null;
    }
}
