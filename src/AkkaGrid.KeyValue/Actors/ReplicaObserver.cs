using System.Collections.Immutable;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Observing;
using AkkaGrid.KeyValue.Telemetry;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Counts, samples and logs what a replica does.</summary>
internal sealed class ReplicaObserver(KeyValueStore store, ILoggingAdapter log) : IReplicaObserver
{
    private readonly ArrivalSample _arrivals = new(store.Time);
    private readonly StashWaits _stashWaits = new(store);
    private Incarnation? _impostor;

    /// <summary>The replica that is observed.</summary>
    public ReplicaDriver Replica { get; set; } = null!;

    /// <inheritdoc/>
    public void Arriving(ReplicaMessage message, ReplicaMessage? admitted)
    {
        store.Telemetry.Received(message);
        if (_arrivals.IsOpen)
            _arrivals.Note(message, admitted, Replica.IsKnown);
    }

    /// <inheritdoc/>
    public void Released(ImmutableArray<Update> updates)
    {
        if (_arrivals.IsOpen)
            _arrivals.NoteLate(updates);
    }

    /// <inheritdoc/>
    public void Arrived(ImmutableArray<Update> updates) => _stashWaits.Arrived(updates, Replica);

    /// <inheritdoc/>
    public void Pulled() => store.Telemetry.Pulled();

    /// <inheritdoc/>
    public void NameTaken(Incarnation other)
    {
        if (other == _impostor)
            return;
        _impostor = other;
        log.Error(
            "Another live node uses this one's name: {0}. Its updates are refused; give it a name of its own.", other);
    }

    /// <inheritdoc/>
    public void AnswerFailed(IOException error) =>
        log.Error("A peer asks for a key that cannot be read, and gets no answer: {0}", error.Message);

    /// <summary>A turn is on disk, and readers see it.</summary>
    public void Visible(Turn turn, long started)
    {
        store.Committed(turn, Replica.Self);
        store.Telemetry.TurnCommitted(turn, store.Time.GetElapsedTime(started), store.Time.GetUtcNow());
        _stashWaits.Visible(turn);
        if (turn.Installs is { Repairs: { Count: > 0 } repairs })
        {
            log.Error(
                "{0} keys differed from those of a member with the same clock, which is a fault of a disk or of this "
                    + "program; they were repaired: {1}",
                repairs.Count, string.Join(", ", repairs.Named.Select(key => key.Name)));
        }

        if (turn.Installs is { } installed)
            log.Info(
                "Merged a snapshot, which brought {0} updates",
                installed.There.Clock.CountBeyond(installed.Here.Clock));
    }

    /// <summary>A tick has passed.</summary>
    public void Ticked()
    {
        _arrivals.CloseUnlessAsked();
        store.Telemetry.Observe(Replica.Status(), store.Storage, store.Time.GetUtcNow());
    }

    /// <summary>The replica as it is now, for people who look on.</summary>
    public ReplicaObservation Observe()
    {
        var delivered = store.Storage.Clock;
        var (arrivals, leftOut) = _arrivals.Take(dot =>
            delivered.Covers(dot) ? true : Replica.IsStashed(dot) ? false : null);
        return new ReplicaObservation(
            Replica.Status(),
            [.. Replica.MissingCauses.Take(Observing.ReplicaObservation.MaxWaiting)],
            Replica.IncomingLinks,
            arrivals,
            leftOut);
    }
}
