using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>Answers peers that lack updates from disk: with ranges of the log, or with a snapshot.</summary>
public sealed class RepairSource(Incarnation self, IReplicaStorage storage, ReplicaOptions options) : IDisposable
{
    private readonly Dictionary<Incarnation, OpenSnapshot> _open = [];

    /// <summary>The answer to a pull: as many messages as it needs, each within the size of a batch.</summary>
    /// <remarks>
    /// Each update comes after its causes: so the receiver can deliver it at once, whatever its stash can hold and
    /// wherever the answer ends.
    /// </remarks>
    public IEnumerable<PullAnswer> Answer(PullRequest request)
    {
        if (request.To != self)
            yield break;
        var delivered = storage.State.Clock;
        var unavailable = request.First
            .Where(first => delivered.Covers(first) && !storage.ReadLog(first.Origin, first.Sequence).Any())
            .Select(first => first.Origin)
            .ToImmutableArray();
        var updates = CausalMerge.Of(request.First.Select(first =>
            storage.ReadLog(first.Origin, first.Sequence).TakeWhile(update => delivered.Covers(update.Dot))));
        foreach (var batch in UpdateBatches.Split(Take(updates), options))
            yield return new PullAnswer(self, request.From, delivered, request.PullId, batch, [], IsLast: false);
        yield return new PullAnswer(self, request.From, delivered, request.PullId, [], unavailable, IsLast: true);
    }

    /// <summary>The next chunk of a snapshot. A repeated request for the same position gets the same chunk.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tick">The current tick, from which the snapshot's idle time counts.</param>
    /// <returns>The answer; null where the request is addressed to another start.</returns>
    public ReplicaMessage? Answer(SnapshotRequest request, long tick)
    {
        if (request.To != self)
            return null;
        if (!_open.TryGetValue(request.From, out var open) || open.Id != request.SnapshotId)
        {
            if (request.After is not null)
                return new SnapshotExpired(self, request.From, request.SnapshotId);
            open?.View.Dispose();
            open = Open(request);
        }

        _open[request.From] = open with { LastAsked = tick };
        var (items, isLast) = new SnapshotReader(open.View, open.Ranges, options.ChunkBytes).ReadChunk(request.After);
        return new SnapshotChunk(
            self, request.From, request.SnapshotId, open.View.State.Cut, request.After, items, isLast)
        {
            Ranges = open.Ranges
        };
    }

    /// <summary>Closes the snapshots that have been idle for too long.</summary>
    public void Expire(long tick)
    {
        foreach (var (peer, open) in _open.ToList())
        {
            if (tick - open.LastAsked <= 2 * options.RepairTimeoutTicks)
                continue;
            open.View.Dispose();
            _open.Remove(peer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var open in _open.Values)
            open.View.Dispose();
        _open.Clear();
    }

    private OpenSnapshot Open(SnapshotRequest request)
    {
        var view = storage.OpenView();
        return new OpenSnapshot(
            request.SnapshotId, view, request.Digest?.Differing(view.State.Digest) ?? Installation.AllRanges);
    }

    private IEnumerable<Update> Take(IEnumerable<Update> updates)
    {
        var bytes = 0;
        foreach (var update in updates)
        {
            yield return update;
            bytes += update.Bytes;
            if (bytes >= options.PullBytes)
                yield break;
        }
    }

    private sealed record OpenSnapshot(ulong Id, IReplicaView View, uint Ranges)
    {
        public long LastAsked { get; init; }
    }
}
