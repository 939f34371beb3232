using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// Says from the words of its members what the whole replica set has, and which incarnations have ended there. An update
/// is stable when every member has it and nothing that is concurrent to it can still arrive.
/// </summary>
/// <remarks>
/// C. Baquero, P. Almeida, A. Shoker, "Making operation-based CRDTs operation-based" (2014), on causal stability; the words
/// are rows of the matrix clock of G. Wuu and A. Bernstein, "Efficient solutions to the replicated log and dictionary
/// problems" (1984).
/// </remarks>
/// <param name="set">The replica set.</param>
/// <param name="delivered">What this replica has on disk.</param>
/// <param name="peers">The other members.</param>
internal sealed class CausalStability(ReplicaSet set, Coverage delivered, PeerTable peers)
{
    /// <summary>What every member has, as this replica finds.</summary>
    public VectorClock Stable => Least(delivered.Clock, (peer, origin) => peer.WitnessedReach(origin));

    /// <summary>
    /// What every member has found every member to have: it can be forgotten. So each member can tell whether another has
    /// gone back behind what anyone may have forgotten.
    /// </summary>
    public VectorClock Forgettable(VectorClock stable) => Least(stable, (peer, origin) => peer.WitnessedStable(origin));

    /// <summary>The member that holds stability up most; null where none does.</summary>
    public ReplicaId? BlockedBy
    {
        get
        {
            var behind = Counting
                .Select(peer => (peer.Name, Lag: new Coverage(peer.Witnessed?.Clock ?? VectorClock.Empty, peer.Folds).CountMissing(delivered.Clock)))
                .Where(peer => peer.Lag > 0)
                .ToList();
            return behind.Count == 0 ? null : behind.MaxBy(peer => peer.Lag).Name;
        }
    }

    /// <summary>
    /// The incarnations that have ended and of which all members have the same. Each member has said, after it knew of the
    /// end and took nothing from them any more, that it has just this and nothing in waiting: so nobody has more.
    /// </summary>
    /// <param name="withheld">The incarnations of which this replica has updates in waiting.</param>
    public IEnumerable<Dot> Ended(IReadOnlyCollection<Incarnation> withheld) => delivered.Clock.Entries
        .Where(last => !IsFolded(delivered.Folds, last.Origin) && HasEnded(last, withheld));

    /// <summary>
    /// Whether all members have the same of the incarnations that have ended, and nothing of them in waiting: no more of it
    /// can arrive that knows less than the members' words. Who has less may hold what comes next.
    /// </summary>
    /// <param name="withheld">The incarnations of which this replica has updates in waiting.</param>
    public bool IsComplete(IReadOnlyCollection<Incarnation> withheld) => withheld.Count == 0
        && Active.All(peer => peer.Witnessed is { } word
            && word.Outlook.Withheld.IsEmpty
            && word.Clock.Entries.All(entry => set.IsCurrent(entry.Origin) || delivered.Covers(entry))
            && delivered.Clock.Entries.All(entry => set.IsCurrent(entry.Origin) || peer.WitnessedReach(entry.Origin) >= entry.Sequence));

    /// <summary>The incarnations of which something waits here, and nobody has anything that it could wait for.</summary>
    public IEnumerable<Incarnation> Orphaned(IEnumerable<Incarnation> held, IReadOnlyCollection<Incarnation> withheld) =>
        held.Where(origin => IsGone(origin, withheld));

    /// <summary>Whether an incarnation has ended, and nobody has as much of it as an update that is missing here.</summary>
    public bool EndsBefore(Dot dot, IReadOnlyCollection<Incarnation> withheld) =>
        delivered[dot.Origin] < dot.Sequence && HasEnded(dot with { Sequence = delivered.Clock[dot.Origin] }, withheld);

    /// <summary>Whether an incarnation has ended, and nobody has anything of it.</summary>
    public bool IsGone(Incarnation origin, IReadOnlyCollection<Incarnation> withheld) =>
        delivered.Clock[origin] == 0 && delivered.Folds.EndOf(origin) == 0 && HasEnded(new Dot(origin, 0), withheld);

    /// <summary>
    /// Whether it falls to this replica to bring back what it has left of an origin: another that has it too, and has more of
    /// it, or as much and comes first by name, does it otherwise.
    /// </summary>
    public bool FallsToBringBack(ReplicaId self, Dot last) => Active.All(peer => peer.Witnessed is not null && WordsOf(peer).All(word =>
        word.Outlook.Left[last.Origin] < last.Sequence
        || (word.Outlook.Left[last.Origin] == last.Sequence && self.CompareTo(peer.Name) < 0)));

    /// <summary>Whether a member has an update left that it is yet to bring back, or what it brought is not here.</summary>
    public bool IsLeft(Dot dot) => Active.SelectMany(WordsOf).Any(word => word.Outlook.Left.Covers(dot));

    /// <summary>The folds that all members have agreed on, and this one has not known that of.</summary>
    public IEnumerable<Fold> Understood() => delivered.Folds.Digest == delivered.Folds.UnderstoodDigest
        ? []
        : delivered.Folds.All.Where(fold =>
            fold is { IsAgreed: true, IsUnderstood: false } && Active.All(peer => IsFolded(peer.Folds, fold.Incarnation)));

    /// <summary>The incarnations that need not be named any more: every member is known to understand one that is not named alike.</summary>
    public IEnumerable<Dot> Unnamed() => Active.All(peer => peer.Latest?.Outlook.UnderstoodDigest == delivered.Folds.UnderstoodDigest)
        ? delivered.Clock.Entries.Where(last => delivered.Folds.ImpliedEndOf(last.Origin) > 0)
        : [];

    private static bool IsFolded(Folds folds, Incarnation incarnation) =>
        folds.TryGet(incarnation.Nonce, out var fold) && fold.IsAgreed;

    /// <summary>What a peer has said last, and as of when all that it had written is here: what it brought back in between may not be.</summary>
    private static IEnumerable<ClockAnnouncement> WordsOf(Peer peer) => new[] { peer.Latest, peer.Witnessed }.OfType<ClockAnnouncement>();

    private IEnumerable<Peer> Active => peers.Where(peer => set.Find(peer.Name)?.IsActive == true);

    /// <summary>A retired member counts until its incarnations are folded: what it had written may still be on its way.</summary>
    private IEnumerable<Peer> Counting => peers.Where(peer => set.Find(peer.Name) is { } member
        && (member.IsActive || delivered.Clock.Roster.Members.Any(origin => origin.Replica == member.Name)));

    private bool HasEnded(Dot last, IReadOnlyCollection<Incarnation> withheld) =>
        !set.IsCurrent(last.Origin)
        && !withheld.Contains(last.Origin)
        && Active.All(peer => peer.Witnessed is { } word && Agrees(peer, word, last));

    private VectorClock Least(VectorClock clock, Func<Peer, Incarnation, ulong> reach)
    {
        var counting = Counting.ToList();
        return VectorClock.Of(clock.Entries
            .Select(entry => counting.Aggregate(entry, (least, peer) => least with { Sequence = Math.Min(least.Sequence, reach(peer, entry.Origin)) }))
            .Where(entry => entry.Sequence > 0));
    }

    private bool Agrees(Peer peer, ClockAnnouncement word, Dot last) =>
        word.Outlook.Set.Equals(set)
        && !word.Outlook.Withheld.Contains(last.Origin)
        && peer.WitnessedReach(last.Origin) == last.Sequence;
}
