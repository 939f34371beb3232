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
/// <param name="start">What was on the disk.</param>
/// <param name="options">The bounds within which the replica works.</param>
internal sealed class Settlement(Incarnation self, ReplicaState start, ReplicaOptions options)
{
    private readonly Vetting _vetting = new(self, start.Coverage);
    private readonly bool _isEmpty = start.Set.Count == 0 && start.Clock.Roster.Count == 0;
    private long? _firstContact;
    private VectorClock _bound = VectorClock.Empty;

    /// <summary>Whether the set can take what this start writes.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>The peer whose state is to be taken in place of the one here; null where that is not due.</summary>
    public ReplicaId? Host { get; private set; }

    /// <summary>Whether there is nobody left to settle with, or it is done.</summary>
    public bool IsSettledAmong(ReplicaSet set) => IsSettled || set.ActiveCount == 1;

    /// <summary>Looks at the peers that can be reached and have not been vetted yet.</summary>
    public void Judge(PeerTable peers, ReplicaSet set, Coverage delivered, VectorClock horizon, long tick)
    {
        if (Host is { } host && peers.TryGet(host, out var chosen) && chosen.IsReachable)
            return;
        Host = null;
        foreach (var peer in peers.Reachable.Where(peer => !peer.IsVetted && _vetting.CanJudge(peer)))
        {
            _firstContact ??= tick;
            peer.IsVetted = !_vetting.MustYieldTo(peer, delivered, horizon, set);
            if (!peer.IsVetted)
            {
                Yield(peer, peer.Latest!.Outlook.Horizon);
                return;
            }
        }

        if (IsSettled || peers.FirstOrDefault(peer => peer is { IsVetted: true, IsReachable: true }) is not { } vetted)
            return;
        var isAnyUnheard = peers.Any(peer => !peer.IsVetted && set.Find(peer.Name)?.IsActive == true);
        if (!_isEmpty || !isAnyUnheard)
            IsSettled = true;
        else if (tick - _firstContact >= options.RepairTimeoutTicks)
            Yield(vetted, vetted.Latest!.Clock);
    }

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
                Clock = Unfolded(state.Clock.Join(snapshot.Clock), folds),
                Folds = folds,
                Horizon = Unfolded(state.Horizon.Join(ground.Horizon), folds),
                LogHorizon = snapshot.Clock.Entries.Where(entry => !state.Coverage.Covers(entry))
                    .Aggregate(state.LogHorizon, (horizon, entry) => horizon.With(entry)),
            };
        }

        return state with
        {
            Clock = snapshot.Clock,
            Folds = folds,
            Horizon = ground.Horizon,
            LogHorizon = snapshot.Clock,
            Strays = new Strays(
                [.. state.Strays.Ranges, .. StrayLog.Beyond(snapshot, state.Clock)],
                state.Strays.Bound.Join(_bound)),
        };
    }

    private static VectorClock Unfolded(VectorClock clock, Folds folds) =>
        clock.Roster.Members.Where(origin => folds.Reached(origin) > 0).Aggregate(clock, (rest, origin) => rest.Without(origin));

    private void Yield(Peer peer, VectorClock bound)
    {
        Host = peer.Name;
        _bound = bound;
    }
}
