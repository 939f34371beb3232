using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Gathers the updates that go to each peer closely behind others, so that turns that follow each other share a
/// message: what a message costs at both ends is many times what an update in it costs. What comes after a pause leaves
/// at once.
/// </summary>
/// <param name="options">How much a message may hold.</param>
internal sealed class PushBuffer(ReplicaOptions options)
{
    /// <summary>
    /// The least time between two messages that need not be full; an update is held back so long at the most.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Dictionary<ReplicaId, Held> _held = [];
    private TimeSpan? _released;

    /// <summary>The uptime at which <see cref="Release"/> lets go what is held; null where nothing is held.</summary>
    public TimeSpan? WakeAt => _held.Count == 0 ? null : (_released ?? TimeSpan.Zero) + Pause;

    /// <summary>Takes a batch for a peer.</summary>
    /// <returns>What must leave first, for lack of room.</returns>
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

    /// <summary>Takes out what is to leave now.</summary>
    public IReadOnlyList<Send> Release(TimeSpan uptime)
    {
        if (_held.Count == 0)
            return [];
        if (_released is { } last && uptime - last < Pause && !_held.Values.Any(held => held.Batch.WantsClock))
            return [];
        _released = uptime;
        return ReleaseAll();
    }

    /// <summary>Takes out all that is held, though it might wait for more.</summary>
    public IReadOnlyList<Send> ReleaseAll()
    {
        var released = _held.Select(held => new Send(held.Key, held.Value.Batch)).ToList();
        _held.Clear();
        return released;
    }

    private readonly record struct Held(UpdateBatch Batch, int Bytes);
}
