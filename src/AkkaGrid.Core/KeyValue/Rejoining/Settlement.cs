using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Rejoining;

/// <summary>
/// Settles a start of a replica in its set. Until a peer has vetted history, nobody hears of what the start writes; where
/// it must yield, it takes the peer's state in place of its own and brings back what is left of it afterwards.
/// </summary>
/// <param name="self">This start.</param>
internal sealed class Settlement(Incarnation self)
{
    private readonly Vetting _vetting = new(self);

    /// <summary>Whether the set can take what this start writes.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>The peer whose state is to be taken in place of the one here; null where that is not due.</summary>
    public ReplicaId? Host { get; private set; }

    /// <summary>Whether there is nobody left to settle with, or it is done.</summary>
    public bool IsSettledAmong(ReplicaSet set) => IsSettled || set.ActiveCount == 1;

    /// <summary>Looks at the peers that have spoken and have not been vetted yet.</summary>
    /// <param name="peers">The peers.</param>
    /// <param name="set">The replica set.</param>
    /// <param name="delivered">What this replica has delivered.</param>
    /// <param name="atFirst">What it had delivered before it first wrote; the same where it has not written.</param>
    /// <param name="stable">What this replica has found every member to have.</param>
    public void Judge(PeerTable peers, ReplicaSet set, Coverage delivered, Coverage atFirst, VectorClock stable)
    {
        Host = null;
        foreach (var peer in peers.Where(peer => !peer.IsVetted && _vetting.CanJudge(peer)).OrderByDescending(peer => peer.IsReachable))
        {
            peer.IsVetted = !_vetting.MustYieldTo(peer, delivered, atFirst, stable, set);
            if (peer.IsVetted)
                continue;

            // What it writes from now on, it writes without knowing what the set has forgotten.
            (Host, IsSettled) = (peer.Name, false);
            return;
        }

        // One that is settled knows what may be forgotten; of those that have just started too, it takes a majority.
        var vetted = peers.Where(peer => peer.IsVetted && set.IsCurrent(peer.Incarnation)).ToList();
        IsSettled |= vetted.Any(peer => peer.Latest!.Outlook.IsSettled) || (vetted.Count > 0 && vetted.Count + 1 > set.ActiveCount / 2);
    }

    /// <summary>
    /// Whether a replica has updates of an incarnation that ended before them, as the sender of a snapshot knows: they were
    /// given up by the set, and have to be brought back.
    /// </summary>
    /// <param name="delivered">What the replica counts.</param>
    /// <param name="snapshot">What the sender has delivered, and folded.</param>
    public static bool IsBeyondItsEnds(VectorClock delivered, Coverage snapshot) => delivered.Entries.Any(snapshot.Folds.EndsBefore);

    /// <summary>The replica's state after a snapshot is taken over.</summary>
    /// <param name="installation">How it is taken over.</param>
    /// <param name="ground">What its sender has forgotten.</param>
    /// <param name="state">The state before.</param>
    public ReplicaState After(Installation installation, SnapshotGround ground, ReplicaState state)
    {
        var snapshot = installation.Snapshot;
        var folds = Folds.Of(ground.Folds.All.Select(fold => fold with { IsTrimmed = true }));
        if (!installation.Replaces)
        {
            folds = state.Folds.Join(folds);
            return state with
            {
                Clock = Forgetting(state.Clock.Join(snapshot.Clock), snapshot),
                Folds = folds,
                Horizon = Forgetting(state.Horizon.Join(ground.Horizon), snapshot),
                Stable = Forgetting(state.Stable.Join(ground.Stable), snapshot),
                LogHorizon = snapshot.Clock.Entries.Where(entry => !state.Coverage.Covers(entry))
                    .Aggregate(state.LogHorizon, (horizon, entry) => horizon.With(entry)),
            };
        }

        return state with
        {
            Clock = snapshot.Clock,
            Folds = folds,
            Horizon = ground.Horizon,
            Stable = ground.Stable,
            LogHorizon = snapshot.Clock,
            Strays = state.Strays with { Ranges = StrayLog.Beyond(snapshot, state.Strays.Ranges.Concat(state.Clock.Entries.Select(Range))) },
        };

        StrayRange Range(Dot last) => new(last.Origin, 1, last.Sequence, state.Folds);
    }

    /// <summary>A clock without the incarnations that the sender of a snapshot has folded out of its own.</summary>
    private static VectorClock Forgetting(VectorClock clock, Coverage snapshot) => clock.Roster.Members
        .Where(origin => snapshot.Clock[origin] == 0 && snapshot.Folds.Reached(origin) > 0)
        .Aggregate(clock, (rest, origin) => rest.Without(origin));
}
