using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.KeyValue.Telemetry;

/// <summary>
/// Measures how long updates wait for their causes. The replica knows no clock, so its shell does; what is delivered as
/// it comes, as nearly all is, costs one comparison for a message.
/// </summary>
internal sealed class StashWaits(KeyValueStore store)
{
    // By when they came. What the stash drops comes again; no more are watched than it may hold.
    private readonly Dictionary<Dot, long> _arrivals = [];
    private long _stashed;

    /// <summary>Updates were taken in: notes which of them wait.</summary>
    public void Arrived(ImmutableArray<Update> updates, ReplicaDriver replica)
    {
        if (replica.Stashed == _stashed)
            return;
        _stashed = replica.Stashed;
        var now = store.Time.GetTimestamp();
        foreach (var update in updates)
        {
            if (_arrivals.Count < store.Options.Replica.Stash.Count && replica.IsStashed(update.Dot))
                _arrivals.TryAdd(update.Dot, now);
        }
    }

    /// <summary>What a turn delivered is visible now.</summary>
    public void Visible(Turn turn)
    {
        if (_arrivals.Count == 0)
            return;
        foreach (var update in turn.Changes?.Log ?? [])
        {
            if (_arrivals.Remove(update.Dot, out var arrived))
                store.Telemetry.Waited(store.Time.GetElapsedTime(arrived));
        }

        // A snapshot brings what waited here in another way.
        if (turn.Installs is not null)
            _arrivals.Clear();
    }
}
