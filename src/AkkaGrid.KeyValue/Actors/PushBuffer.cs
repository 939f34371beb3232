using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// Gathers the updates that go to each peer closely behind others, so that turns that follow each other share a message:
/// what a message costs at both ends is many times what an update in it costs. What comes after a pause leaves at once.
/// </summary>
/// <param name="options">How much a message may hold.</param>
/// <param name="time">The clock.</param>
/// <param name="wake">Called, from anywhere, when it is time to <see cref="Release"/> what is held.</param>
internal sealed class PushBuffer(ReplicaOptions options, TimeProvider time, Action wake) : IDisposable
{
    /// <summary>The least time between two messages that need not be full; an update is held back so long, and a timer's grain, at the most.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Dictionary<ReplicaId, Held> _held = [];
    private ITimer? _timer;
    private long? _released;
    private bool _isTimed;

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
    public IReadOnlyList<Send> Release()
    {
        if (_held.Count == 0)
            return [];
        var left = _released is { } last ? Pause - time.GetElapsedTime(last) : TimeSpan.Zero;
        if (left > TimeSpan.Zero && !_held.Values.Any(held => held.Batch.WantsClock))
        {
            WakeIn(left);
            return [];
        }

        _released = time.GetTimestamp();
        return ReleaseAll();
    }

    /// <summary>Takes out all that is held, though it might wait for more.</summary>
    public IReadOnlyList<Send> ReleaseAll()
    {
        var released = _held.Select(held => new Send(held.Key, held.Value.Batch)).ToList();
        _held.Clear();
        return released;
    }

    /// <summary>It was woken.</summary>
    /// <returns>What is to leave now.</returns>
    public IReadOnlyList<Send> Awake()
    {
        _isTimed = false;
        return Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void WakeIn(TimeSpan left)
    {
        if (_isTimed)
            return;
        _isTimed = true;
        _timer ??= time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Timers count whole milliseconds: one of less would go off at once, and again.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private readonly record struct Held(UpdateBatch Batch, int Bytes);
}
