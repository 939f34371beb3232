using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue;

/// <summary>What a replica knows of another member of its set.</summary>
internal sealed class Peer(Incarnation incarnation)
{
    private ClockAnnouncement? _unwitnessed;
    private Folds _witnessedFolds = Folds.None;
    private ulong _askedAt;

    public ReplicaId Name => Incarnation.Replica;

    public Incarnation Incarnation { get; private set; } = incarnation;

    /// <summary>What the peer has on disk, as it said itself: never inferred from anything else.</summary>
    public VectorClock Known { get; private set; } = VectorClock.Empty;

    public bool IsReachable { get; set; }

    /// <summary>The incarnations that the peer has folded, as far as it has said.</summary>
    public Folds Folds { get; private set; } = Folds.None;

    /// <summary>Whether <see cref="Folds"/> are what the peer last said it has.</summary>
    public bool AreFoldsKnown => Latest is not null && Latest.Outlook.FoldsDigest == Folds.Digest;

    /// <summary>The peer's last word; null where it has not spoken.</summary>
    public ClockAnnouncement? Latest { get; private set; }

    /// <summary>
    /// The last word of the peer before which all of its own updates have been delivered here. So whatever the peer writes
    /// that is not here yet was written knowing what this word counts.
    /// </summary>
    public ClockAnnouncement? Witnessed { get; private set; }

    /// <summary>Whether it was made sure that this replica and the peer belong to one history.</summary>
    public bool IsVetted { get; set; }

    /// <summary>Up to which update of an incarnation the peer has everything, by the word that is witnessed; 0 where there is none.</summary>
    public ulong WitnessedReach(Incarnation incarnation) =>
        Witnessed is null ? 0 : Math.Max(Witnessed.Clock[incarnation], _witnessedFolds.EndOf(incarnation));

    /// <summary>Up to which update of an incarnation the peer has found all members to have everything; 0 where it is not known.</summary>
    public ulong WitnessedStable(Incarnation incarnation) =>
        Witnessed is null ? 0 : Math.Max(Witnessed.Outlook.Stable[incarnation], _witnessedFolds.EndOf(incarnation));

    /// <summary>How many of the updates that a clock counts the peer is not known to have.</summary>
    public ulong Lag(VectorClock clock) => new Coverage(Known, Folds).CountMissing(clock);

    /// <summary>
    /// Whether the peer is to be asked how far it has got with this replica's updates: once it may be far behind, and no
    /// more often than it can get as far behind again, for each answer is a message of its own.
    /// </summary>
    /// <param name="sequence">This replica's last update.</param>
    /// <param name="ahead">How many of them the peer has not confirmed.</param>
    /// <param name="far">How many that may be.</param>
    public bool IsClockDue(ulong sequence, ulong ahead, ulong far)
    {
        if (ahead <= far || sequence - _askedAt <= far)
            return false;
        _askedAt = sequence;
        return true;
    }

    /// <summary>Starts over with a newer incarnation: it may have lost its disk, and what an earlier one had says nothing of it.</summary>
    public void Restarted(Incarnation incarnation)
    {
        Incarnation = incarnation;
        (Known, Latest, _unwitnessed, Witnessed, IsVetted) = (VectorClock.Empty, null, null, null, false);
        (Folds, _witnessedFolds, _askedAt) = (Folds.None, Folds.None, 0);
    }

    /// <summary>Takes the peer's word for its clock.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Learn(VectorClock clock)
    {
        if (Known.Covers(clock))
            return false;
        Known = Known.Join(clock);
        return true;
    }

    /// <summary>Takes the peer's word for how it stands.</summary>
    public void Learn(ClockAnnouncement announcement, Folds own)
    {
        Latest = announcement;
        if (announcement.Outlook.IsSettled)
            _unwitnessed ??= announcement;
        if (own.Digest == announcement.Outlook.FoldsDigest)
            Folds = own;
    }

    /// <summary>Takes the peer's word for what it has folded.</summary>
    public void Learn(Folds folds) => Folds = folds;

    /// <summary>Counts on a word of the peer, once all that it had written by then is here.</summary>
    public void Witness(Coverage delivered)
    {
        if (_unwitnessed?.Clock.Entries.Any(entry => entry.Origin.Replica == Name && !delivered.Covers(entry)) != false)
            return;
        // What the peer had folded by then: what it has said since may be of later than the word.
        if (_unwitnessed.Outlook.FoldsDigest == Folds.Digest)
            _witnessedFolds = Folds;
        Witnessed = _unwitnessed;
        _unwitnessed = null;
    }
}
