using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>Answers peers that lack updates, from what is on disk: by range from the log, or with a snapshot.</summary>
public sealed class RepairSource(Incarnation self, IReplicaStorage storage, ReplicaOptions options) : IDisposable
{
    private readonly Dictionary<ReplicaId, OpenSnapshot> _open = [];

    /// <summary>The answer to a pull: as many messages as it takes, each within the size of a batch.</summary>
    public IEnumerable<PullAnswer> Answer(PullRequest request)
    {
        var unavailable = ImmutableArray.CreateBuilder<Incarnation>();
        var batch = ImmutableArray.CreateBuilder<Update>();
        var clock = storage.Clock;
        var (batchBytes, totalBytes) = (0, 0);
        foreach (var first in request.First)
        {
            var isAvailable = false;
            foreach (var update in storage.ReadLog(first.Origin, first.Sequence))
            {
                isAvailable = true;
                if (totalBytes >= options.PullBytes)
                    break;
                if (batch.Count > 0 && (batch.Count == options.BatchUpdates || batchBytes + update.Bytes > options.BatchBytes))
                {
                    yield return Part(isLast: false);
                    batchBytes = 0;
                }

                batch.Add(update);
                batchBytes += update.Bytes;
                totalBytes += update.Bytes;
            }

            if (!isAvailable && clock.Covers(first))
                unavailable.Add(first.Origin);
        }

        yield return Part(isLast: true);

        PullAnswer Part(bool isLast) =>
            new(self, clock, request.PullId, batch.DrainToImmutable(), isLast ? unavailable.DrainToImmutable() : [], isLast);
    }

    /// <summary>The next chunk of a snapshot. Asked again behind the same key, it is the same chunk again.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="tick">The present tick, from which the snapshot's idle time counts.</param>
    public ReplicaMessage Answer(SnapshotRequest request, long tick)
    {
        if (!_open.TryGetValue(request.From.Replica, out var open) || open.Id != request.SnapshotId)
        {
            if (request.After is not null)
                return new SnapshotGone(self, request.SnapshotId);
            open?.View.Dispose();
            open = new OpenSnapshot(request.SnapshotId, storage.OpenView());
        }

        _open[request.From.Replica] = open with { LastAsked = tick };
        return Chunk(request, open.View);
    }

    /// <summary>Closes the snapshots that nobody has asked for lately.</summary>
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

    private SnapshotChunk Chunk(SnapshotRequest request, IReplicaView view)
    {
        var items = ImmutableArray.CreateBuilder<KeyValuePair<Key, VersionSet>>();
        var bytes = 0;
        var isLast = true;
        foreach (var item in ScanAll(view, request.After))
        {
            var size = item.Value.Versions.Sum(version => 32 + new Mutation(item.Key, version.Value).Bytes);
            if (items.Count > 0 && bytes + size > options.BatchBytes)
            {
                isLast = false;
                break;
            }

            items.Add(item);
            bytes += size;
        }

        return new SnapshotChunk(
            self, request.SnapshotId, view.State.Clock, view.State.Timestamp, request.After, items.ToImmutable(), isLast);
    }

    private static IEnumerable<KeyValuePair<Key, VersionSet>> ScanAll(IReplicaView view, Key? after) =>
        from keyspace in Enum.GetValues<Keyspace>()
        where after is null || keyspace >= after.Value.Keyspace
        from item in view.Scan(keyspace, "", after?.Keyspace == keyspace ? after.Value.Name : null)
        select item;

    private sealed record OpenSnapshot(ulong Id, IReplicaView View)
    {
        public long LastAsked { get; init; }
    }
}
