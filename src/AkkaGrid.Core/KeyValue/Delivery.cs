using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Stability;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// Delivers the replica's own updates and those of others in causal order, and only those that know this replica's
/// horizon.
/// </summary>
internal sealed class Delivery
{
    private readonly Incarnation _self;
    private readonly OpenTurn _turn;
    private readonly GarbageCollector _garbage;
    private readonly UndeliverableUpdates _lostCauses;

    /// <summary>Continues from the state on disk.</summary>
    public Delivery(
        Incarnation self,
        ReplicaState state,
        HybridTimestamp timestamp,
        ReplicaOptions options,
        OpenTurn turn,
        GarbageCollector garbage)
    {
        (_self, _turn, _garbage) = (self, turn, garbage);
        Stash = new CausalStash<Update>(state.Clock, options.Stash);
        (Timestamp, LastDelete) = (timestamp, state.LastDelete);
        _lostCauses = new UndeliverableUpdates(options.RepairTimeoutTicks);
        Last = new Dot(self, 0);
    }

    /// <summary>The updates that wait for their causes.</summary>
    public CausalStash<Update> Stash { get; }

    /// <summary>The clock of all delivered updates, on disk or not yet.</summary>
    public VectorClock Delivered => Stash.Delivered;

    /// <summary>The greatest timestamp seen.</summary>
    public HybridTimestamp Timestamp { get; private set; }

    /// <summary>The greatest timestamp of any tombstone that this replica has ever held.</summary>
    public HybridTimestamp LastDelete { get; private set; }

    /// <summary>The last dot of this replica.</summary>
    public Dot Last { get; private set; }

    /// <summary>How many stashed updates were dropped because one of their causes is lost for good.</summary>
    public long Undeliverable { get; private set; }

    /// <summary>Makes an update of this replica's own.</summary>
    public Update Write(ImmutableArray<Mutation> mutations, DateTimeOffset now)
    {
        Timestamp = Timestamp.Next(now);
        Last = Last.Next;
        var update = new Update(Last, Stash.DeliveredOfOthers(_self), Timestamp, mutations);
        Stash.Advance(Last);
        Apply(update);
        return update;
    }

    /// <summary>Delivers or stashes updates of other replicas.</summary>
    /// <returns>
    /// Whether all of them were accepted: false where one was written without knowing the horizon. The state that
    /// contains it must be merged instead.
    /// </returns>
    public bool Take(IEnumerable<Update> updates)
    {
        var areTaken = true;
        foreach (var update in updates)
        {
            // Only this incarnation makes its updates, so no other replica can have one that this replica lacks.
            if (update.Dot.Origin == _self)
                continue;
            if (!_garbage.Guard.Accepts(update.Dot, update.Causes))
                areTaken &= Delivered.Covers(update.Dot);
            else if (Stash.Add(update.Dot, update.Causes, update, update.Bytes) == StashOutcome.Ready)
                DeliverReady();
        }

        DeliverReady();
        return areTaken;
    }

    /// <summary>Continues from a merged state.</summary>
    public void Merged(ReplicaState state)
    {
        Last = Last with { Sequence = state.Clock[_self] };
        Saw(state.Timestamp);
        LastDelete = HybridTimestamp.Max(LastDelete, state.LastDelete);
        Stash.AdvanceTo(state.Clock);
        DropRefused();
        DeliverReady();
    }

    /// <summary>Makes later timestamps of this replica exceed the given one.</summary>
    public void Saw(HybridTimestamp timestamp) => Timestamp = HybridTimestamp.Max(Timestamp, timestamp);

    /// <summary>
    /// Drops stashed updates that do not know the horizon, which was raised after they arrived: a merge brings them.
    /// </summary>
    public void DropRefused() => Stash.DropUnless(_garbage.Guard.Accepts);

    /// <summary>Drops stashed updates with a cause that is lost for good.</summary>
    public void DropUndeliverable(PeerTable peers, long tick)
    {
        foreach (var origin in _lostCauses.Find([.. Stash.MissingCauses], peers, tick))
            Undeliverable += Stash.Drop(origin);
    }

    private void DeliverReady()
    {
        while (Stash.TryTake(out _, out var update))
        {
            Saw(update.Timestamp);
            Apply(update);
        }
    }

    private void Apply(Update update)
    {
        var goesBack = false;
        foreach (var mutation in update.Mutations)
        {
            var before = _turn.Read(mutation.Key);
            var after = before.After(update, mutation);
            goesBack |= after.GoesBackFrom(before);
            _turn.Store(mutation.Key, before, after);
            _garbage.Written(mutation.Key, after);
            if (mutation.Value is null)
                LastDelete = HybridTimestamp.Max(LastDelete, update.Timestamp);
        }

        _turn.Add(update);
        if (!goesBack)
            return;

        // A dot that names no update and is in no log: each watcher that reaches it finds a gap and reads everything
        // again.
        Last = Last.Next;
        Stash.Advance(Last);
    }
}
