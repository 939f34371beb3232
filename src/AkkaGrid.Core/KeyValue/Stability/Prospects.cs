using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>What can still come of incarnations that have ended, and what never will.</summary>
internal sealed class Prospects
{
    private readonly CausalStability _stability;
    private readonly Folds _folds;
    private readonly HashSet<Incarnation> _withheld;

    /// <summary>Looks at what waits.</summary>
    /// <param name="stash">What waits for its causes.</param>
    /// <param name="heldBack">The origins of which updates are kept back on their way here, and will still come.</param>
    /// <param name="set">The replica set.</param>
    /// <param name="stability">What the members have.</param>
    /// <param name="folds">What has ended, and what is brought again.</param>
    public Prospects(
        CausalStash<Update> stash,
        IReadOnlyCollection<Incarnation> heldBack,
        ReplicaSet set,
        CausalStability stability,
        Folds folds)
    {
        (_stability, _folds) = (stability, folds);
        var waiting = stash.MissingCauses
            .Where(missing => missing.Waiting.Origin != missing.Cause.Origin && !set.IsCurrent(missing.Waiting.Origin))
            .ToList();
        var all = _withheld = WithheldBy(waiting);

        // What waits for something that has ended without it will not come as it is, and neither will what waits for that.
        while (waiting.RemoveAll(missing => folds.IsRestated(missing.Cause) || HasEndedWithout(missing.Cause)) > 0)
            _withheld = WithheldBy(waiting);
        RuledOut = [.. all.Except(_withheld)];

        HashSet<Incarnation> WithheldBy(IEnumerable<MissingCause> missing) =>
            [.. missing.Select(one => one.Waiting.Origin).Concat(heldBack).Where(origin => !set.IsCurrent(origin))];
    }

    /// <summary>
    /// The ended incarnations with which this replica may still get further: the next update is here, or on its way, and its
    /// causes can come.
    /// </summary>
    public IReadOnlyCollection<Incarnation> Withheld => _withheld;

    /// <summary>
    /// The ended incarnations of which updates wait here in vain, for what will not come as it was: who has them left brings
    /// them back after their cause. Who tells others that nothing of them waits must let go of it.
    /// </summary>
    public IReadOnlyCollection<Incarnation> RuledOut { get; }

    /// <summary>Whether an update will never come: its incarnation ended without it, and nobody brings it again.</summary>
    public bool IsLost(Dot dot) => !_folds.IsRestated(dot) && !_stability.IsLeft(dot) && HasEndedWithout(dot);

    /// <summary>Whether an update will not come as it was: its incarnation ended without it.</summary>
    private bool HasEndedWithout(Dot dot) => _folds.EndsBefore(dot) || _stability.EndsBefore(dot, _withheld);
}
