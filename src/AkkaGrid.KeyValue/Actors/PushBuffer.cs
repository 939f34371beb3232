using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// Gathers the updates that go to each peer while the replica is busy, so that turns that follow each other closely share
/// a message: what a message costs at both ends is several times what an update in it costs.
/// </summary>
internal sealed class PushBuffer(ReplicaOptions options, TimeProvider time)
{
    /// <summary>How long an update may be held back.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(2);

    private readonly Dictionary<ReplicaId, Held> _held = [];
    private long _since;

    /// <summary>Takes a batch for a peer.</summary>
    /// <returns>What must leave first, for lack of room.</returns>
    public Send? Add(ReplicaId peer, UpdateBatch batch)
    {
        if (_held.Count == 0)
            _since = time.GetTimestamp();
        var bytes = batch.Updates.Sum(update => update.Bytes);
        if (!_held.TryGetValue(peer, out var held))
        {
            _held[peer] = new Held(batch, bytes);
            return null;
        }

        if (held.Batch.Updates.Length + batch.Updates.Length > options.BatchUpdates || held.Bytes + bytes > options.BatchBytes)
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
    /// <param name="isBusy">Whether another turn follows at once; only then may anything be held back.</param>
    public IReadOnlyList<Send> Release(bool isBusy)
    {
        if (_held.Count == 0 || (isBusy && !IsUrgent))
            return [];
        var released = _held.Select(held => new Send(held.Key, held.Value.Batch)).ToList();
        _held.Clear();
        return released;
    }

    private bool IsUrgent =>
        time.GetElapsedTime(_since) >= LongestHold || _held.Values.Any(held => held.Batch.WantsClock);

    private readonly record struct Held(UpdateBatch Batch, int Bytes);
}
