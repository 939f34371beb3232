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
    /// <remarks>
    /// Each update comes after its causes: the asker can deliver it at once, however little its stash may hold and wherever
    /// the answer ends. What the log has left of an earlier history is not told: this replica is to bring it back.
    /// </remarks>
    public IEnumerable<PullAnswer> Answer(PullRequest request)
    {
        var delivered = storage.State.Coverage;
        var unavailable = request.First
            .Where(first => delivered.Clock.Covers(first) && !storage.ReadLog(first.Origin, first.Sequence).Any())
            .Select(first => first.Origin)
            .ToImmutableArray();
        var updates = CausalMerge.Of(request.First.Select(first =>
            storage.ReadLog(first.Origin, first.Sequence).TakeWhile(update => delivered.CoversOriginal(update.Dot))));
        foreach (var batch in UpdateBatches.Split(Take(updates), options))
            yield return new PullAnswer(self, delivered.Clock, request.PullId, batch, [], IsLast: false);
        yield return new PullAnswer(self, delivered.Clock, request.PullId, [], unavailable, IsLast: true);
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

    private SnapshotChunk Chunk(SnapshotRequest request, IReplicaView view)
    {
        var items = ImmutableArray.CreateBuilder<KeyValuePair<Key, VersionSet>>();
        var bytes = 0;
        var isLast = true;
        foreach (var item in ScanAll(view, request.After))
        {
            var size = item.Value.Versions.Sum(version => 32 + new Mutation(item.Key, version.Value).Bytes);
            if (items.Count > 0 && bytes + size > options.ChunkBytes)
            {
                isLast = false;
                break;
            }

            items.Add(item);
            bytes += size;
        }

        return new SnapshotChunk(
            self,
            request.SnapshotId,
            view.State.Clock,
            view.State.Timestamp,
            request.After,
            items.ToImmutable(),
            isLast ? new SnapshotGround(view.State.Folds, view.State.Horizon, view.State.Stable) : null);
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
