using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>
/// Fetches what this replica lacks from other members: ranges of updates from their logs, or, where a log no longer
/// holds them or they were written without knowing the horizon, a snapshot that is merged.
/// </summary>
internal sealed class CatchUp(
    Incarnation self,
    ReplicaOptions options,
    OpenTurn turn,
    Delivery delivery,
    PeerTable peers,
    Stability.HorizonGuard guard)
{
    private readonly RepairPlanner _planner = new(self, options);
    private readonly SnapshotReceiver _snapshots = new(self, options);
    private readonly RefusedUpdates _refused = new(options.RepairTimeoutTicks);
    private readonly DivergenceCheck _divergence = new(options.RepairTimeoutTicks);
    private Send? _question;

    /// <summary>The last request for a range of updates; null before the first.</summary>
    public PullRecord? LastPull(long tick) => _planner.LastPull(tick);

    /// <summary>Delivers or stashes updates that a peer has sent or that the lab's links have released.</summary>
    public void Take(Incarnation sender, IEnumerable<Update> updates, long tick)
    {
        if (!delivery.Take(updates))
            _refused.Add(sender, tick);
    }

    /// <summary>Handles a part of an answer to a pull.</summary>
    /// <returns>Whether the pull is over, and the next may be planned.</returns>
    public bool Take(PullAnswer answer, long tick)
    {
        var (before, waiting) = (delivery.Delivered, delivery.Stash.Count);
        Take(answer.From, answer.Updates, tick);
        var brought = !delivery.Delivered.Equals(before) || delivery.Stash.Count > waiting;
        if (!_planner.Answered(answer, brought, tick))
            return false;
        if (!answer.Unavailable.IsEmpty && !_snapshots.IsActive && turn.Merges is null)
            turn.Effects.Add(_snapshots.Begin(answer.From, tick));
        return true;
    }

    /// <summary>Stages a chunk of a snapshot.</summary>
    public void Take(SnapshotChunk chunk, long tick)
    {
        if (_snapshots.Receive(chunk, tick) is { } step)
            turn.Stage(step);
    }

    /// <summary>Abandons a snapshot that its sender has closed.</summary>
    public void Take(SnapshotExpired expired) => _snapshots.Expired(expired);

    /// <summary>Handles a tick: requests an overdue chunk again.</summary>
    public void Tick(long tick)
    {
        _snapshots.AbandonUnless(source => peers.TryGet(source, out _));
        if (_snapshots.Tick(tick) is { } request)
            turn.Effects.Add(request);
    }

    /// <summary>Plans the request that is due now, one at a time.</summary>
    /// <param name="tick">The current tick.</param>
    public void Plan(long tick)
    {
        if (_snapshots.IsActive || turn.Merges is not null)
            return;
        if (_refused.Any)
        {
            if (_refused.Due(tick, guard.Horizon, peers) is { } source)
                turn.Effects.Add(_snapshots.Begin(source, tick));
            return;
        }

        if (_planner.Plan(tick, delivery.Delivered, delivery.Stash.Holds, [.. peers.Reachable]) is not { } plan)
            return;
        if (plan.Request is null)
            turn.Effects.Add(_snapshots.Begin(plan.Peer.Incarnation, tick));
        else
            _question = new Send(plan.Peer.Name, plan.Request);
    }

    /// <summary>
    /// Finds a member with the same clock and different content, and requests the ranges that differ.
    /// </summary>
    /// <param name="durable">The replica's clock on disk.</param>
    /// <param name="digest">The digest at that clock.</param>
    /// <param name="tick">The current tick.</param>
    public void Compare(VectorClock durable, ContentDigest digest, long tick)
    {
        if (!_snapshots.IsActive && turn.Merges is null && _divergence.Find(durable, digest, peers, tick) is { } other)
            turn.Effects.Add(_snapshots.Begin(other, tick, digest));
    }

    /// <summary>Clears the refused updates: a snapshot was merged.</summary>
    public void Merged() => _refused.Clear();

    /// <summary>Removes and returns the planned pull request, which need not wait for the disk.</summary>
    public Send? TakeQuestion()
    {
        var question = _question;
        _question = null;
        return question;
    }
}
