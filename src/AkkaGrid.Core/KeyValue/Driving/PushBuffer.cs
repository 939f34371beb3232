using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Coalesces the updates for each peer, so that turns in quick succession share a message: a message costs both ends
/// many times what one more update in it costs. Updates after a pause are sent at once.
/// </summary>
/// <param name="options">The size limits of a message.</param>
internal sealed class PushBuffer(ReplicaOptions options)
{
    /// <summary>
    /// The minimum time between two messages that are not full, and so the longest time for which an update is held
    /// back.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Dictionary<ReplicaId, Held> _held = [];
    private TimeSpan? _released;

    /// <summary>The uptime at which <see cref="Release"/> returns the held updates; null where none are held.</summary>
    public TimeSpan? WakeAt => _held.Count == 0 ? null : (_released ?? TimeSpan.Zero) + Pause;

    /// <summary>Adds a batch for a peer.</summary>
    /// <returns>The held batch, where the two do not fit into one message: it must be sent first.</returns>
    public Send? Add(ReplicaId peer, UpdateBatch batch)
    {
        var bytes = batch.Updates.Sum(update => update.Bytes);
        if (!_held.TryGetValue(peer, out var held))
        {
            _held[peer] = new Held(batch, bytes);
            return null;
        }

        if (held.Batch.Updates.Length + batch.Updates.Length > options.BatchUpdates
            || held.Bytes + bytes > options.BatchBytes)
        {
            _held[peer] = new Held(batch, bytes);
            return new Send(peer, held.Batch);
        }

        var whole = batch with
        {
            Updates = held.Batch.Updates.AddRange(batch.Updates),
            WantsClock = held.Batch.WantsClock || batch.WantsClock,
        };
        _held[peer] = new Held(whole, held.Bytes + bytes);
        return null;
    }

    /// <summary>Removes and returns the messages that are due now.</summary>
    public IReadOnlyList<Send> Release(TimeSpan uptime)
    {
        if (_held.Count == 0)
            return [];
        if (_released is { } last && uptime - last < Pause && !_held.Values.Any(held => held.Batch.WantsClock))
            return [];
        _released = uptime;
        return ReleaseAll();
    }

    /// <summary>Removes and returns all held messages, due or not.</summary>
    public IReadOnlyList<Send> ReleaseAll()
    {
        var released = _held.Select(held => new Send(held.Key, held.Value.Batch)).ToList();
        _held.Clear();
        return released;
    }

    private readonly record struct Held(UpdateBatch Batch, int Bytes);
}
