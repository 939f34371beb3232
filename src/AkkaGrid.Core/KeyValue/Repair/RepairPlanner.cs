using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>
/// Decides which updates to pull and from which peer: one pull at a time, from any reachable peer that has them, not
/// only from their origin. Time is counted in ticks.
/// </summary>
internal sealed class RepairPlanner(Incarnation self, ReplicaOptions options)
{
    private readonly Dictionary<Incarnation, Gap> _gaps = [];
    private Pull? _pull;
    private Pull? _lastPull;
    private ulong _pulls;
    private int _delay = options.RepairAfterTicks;
    private VectorClock _overdue = VectorClock.Empty;

    /// <summary>Plans the next request, if one is due.</summary>
    /// <param name="tick">The current tick.</param>
    /// <param name="delivered">The clock of all delivered updates.</param>
    /// <param name="isWaiting">Whether an update is stashed here.</param>
    /// <param name="peers">The peers that can be asked.</param>
    /// <returns>
    /// The peer and the request; a null request where so much is missing that a snapshot must be requested.
    /// </returns>
    public (Peer Peer, PullRequest? Request)? Plan(
        long tick, VectorClock delivered, Func<Dot, bool> isWaiting, IReadOnlyList<Peer> peers)
    {
        Observe(tick, delivered, isWaiting, peers);
        if (_pull is { } pull
            && tick - pull.LastProgress < options.RepairTimeoutTicks
            && peers.Any(peer => peer.Name == pull.Peer))
            return null;
        _pull = null;
        var due = _gaps.Where(gap => tick - gap.Value.Since >= _delay)
            .Select(gap => new Dot(gap.Key, gap.Value.First))
            .ToList();
        var able = peers.Where(peer => due.Any(peer.Known.Covers)).ToList();
        if (able.Count == 0)
            return null;
        var asked = able[(int)(_pulls++ % (ulong)able.Count)];
        if (asked.Known.CountBeyond(delivered) > options.SnapshotAfter)
            return (asked, null);
        _pull = _lastPull = new Pull(_pulls, asked.Name, asked.Known, tick);
        return (asked, new PullRequest(self, asked.Incarnation, _pulls, [.. due.Where(asked.Known.Covers).Order()]));
    }

    /// <summary>The last request that was planned; null before the first.</summary>
    public PullRecord? LastPull(long tick) =>
        _lastPull is { } last ? new PullRecord(last.Peer, tick - last.LastProgress, _pull?.Id == last.Id) : null;

    /// <summary>Handles a part of an answer.</summary>
    /// <param name="answer">The part.</param>
    /// <param name="brought">Whether it contained an update that was missing.</param>
    /// <param name="tick">The current tick.</param>
    /// <returns>Whether the pull is over, and the next may be planned.</returns>
    public bool Answered(PullAnswer answer, bool brought, long tick)
    {
        if (_pull is not { } pull || pull.Id != answer.PullId || pull.Peer != answer.From.Replica)
            return false;
        pull = pull with { LastProgress = tick, Brought = pull.Brought || brought };
        _pull = answer.IsLast ? null : pull;
        _lastPull = pull;
        if (answer.IsLast)
            Pace(pull, tick);
        return answer.IsLast;
    }

    /// <summary>
    /// After a useful answer, the updates that the peer had when it was asked and that are still missing are due at
    /// once. Those that it has made since are most likely on their way, and wait like any gap. After an answer without
    /// a missing update, the delay before the next pull grows.
    /// </summary>
    private void Pace(Pull pull, long tick)
    {
        _delay = pull.Brought
            ? options.RepairAfterTicks
            : Math.Min(2 * Math.Max(1, _delay), options.RepairTimeoutTicks);
        _overdue = pull.Brought ? pull.Known : VectorClock.Empty;
        foreach (var (origin, gap) in _gaps.ToList())
            _gaps[origin] = gap with { Since = Since(new Dot(origin, gap.First), tick) };
    }

    private void Observe(long tick, VectorClock delivered, Func<Dot, bool> isWaiting, IReadOnlyList<Peer> peers)
    {
        var missing = peers.SelectMany(peer => peer.Known.Beyond(delivered))
            .Where(entry => entry.Origin != self)
            .Select(entry => new Dot(entry.Origin, delivered[entry.Origin] + 1))
            .Where(first => !isWaiting(first))
            .ToHashSet();
        foreach (var (origin, gap) in _gaps.ToList())
        {
            if (!missing.Contains(new Dot(origin, gap.First)))
                _gaps.Remove(origin);
        }

        foreach (var first in missing)
            _gaps.TryAdd(first.Origin, new Gap(first.Sequence, Since(first, tick)));
    }

    private long Since(Dot first, long tick) => _overdue.Covers(first) ? tick - _delay : tick;

    private readonly record struct Gap(ulong First, long Since);

    private readonly record struct Pull(
        ulong Id, ReplicaId Peer, VectorClock Known, long LastProgress, bool Brought = false);
}
