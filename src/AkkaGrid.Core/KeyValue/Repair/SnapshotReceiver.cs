using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>
/// Receives one snapshot at a time from a peer, chunk by chunk: each is requested once the one before is on disk.
/// </summary>
internal sealed class SnapshotReceiver(Incarnation self, ReplicaOptions options)
{
    private Transfer? _transfer;
    private ulong _snapshots;

    /// <summary>Whether a snapshot is being received.</summary>
    public bool IsActive => _transfer is not null;

    /// <summary>Requests a snapshot from a peer.</summary>
    /// <param name="source">The peer.</param>
    /// <param name="tick">The current tick.</param>
    /// <param name="digest">This replica's digest, to request only the ranges that differ; null for all keys.</param>
    public Send Begin(Incarnation source, long tick, ContentDigest? digest = null)
    {
        _transfer = new Transfer(++_snapshots, source, null, null, tick, tick, digest);
        return Request(_transfer);
    }

    /// <summary>Handles a chunk.</summary>
    /// <returns>
    /// What to stage and to request; null where the chunk does not belong to the snapshot or is a duplicate.
    /// </returns>
    public SnapshotStep? Receive(SnapshotChunk chunk, long tick)
    {
        if (_transfer is not { } transfer || transfer.Id != chunk.SnapshotId || transfer.Source != chunk.From
            || transfer.After != chunk.After || (chunk.Items.IsEmpty && !chunk.IsLast))
        {
            return null;
        }

        var isFirst = chunk.After is null;
        if (!isFirst && !chunk.Cut.Equals(transfer.Cut))
        {
            Abandon();
            return null;
        }

        if (chunk.IsLast)
        {
            Abandon();
            return new SnapshotStep(chunk.Items, isFirst, null, new StagedSnapshot(chunk.Cut, chunk.Ranges));
        }

        _transfer = transfer with { After = Behind(chunk), Cut = chunk.Cut, LastProgress = tick, LastAsked = tick };
        return new SnapshotStep(chunk.Items, isFirst, Request(_transfer), null);
    }

    /// <summary>Handles a tick: requests an overdue chunk again, and abandons a peer that stays silent.</summary>
    public Send? Tick(long tick)
    {
        if (_transfer is not { } transfer)
            return null;
        if (tick - transfer.LastProgress >= options.RepairTimeoutTicks)
        {
            Abandon();
            return null;
        }

        if (tick - transfer.LastAsked < Math.Max(1, options.RepairTimeoutTicks / 4))
            return null;
        _transfer = transfer with { LastAsked = tick };
        return Request(_transfer);
    }

    /// <summary>
    /// Abandons a snapshot whose sender is no longer a member: another start of its name does not have the snapshot.
    /// </summary>
    public void AbandonUnless(Func<Incarnation, bool> isMember)
    {
        if (_transfer is { } transfer && !isMember(transfer.Source))
            Abandon();
    }

    /// <summary>Abandons a snapshot that its sender has closed.</summary>
    public void Expired(SnapshotExpired expired)
    {
        if (_transfer?.Id == expired.SnapshotId && _transfer.Source == expired.From)
            Abandon();
    }

    private static SnapshotPosition Behind(SnapshotChunk chunk)
    {
        var (key, versions) = chunk.Items[^1];
        var before = chunk.After is { } after && after.Key == key ? after.Versions : 0;
        return new SnapshotPosition(key, before + versions.Versions.Length);
    }

    private void Abandon() => _transfer = null;

    private Send Request(Transfer transfer) =>
        new(
            transfer.Source.Replica,
            new SnapshotRequest(self, transfer.Source, transfer.Id, transfer.After) { Digest = transfer.Digest });

    private sealed record Transfer(
        ulong Id,
        Incarnation Source,
        SnapshotPosition? After,
        ReplicaCut? Cut,
        long LastProgress,
        long LastAsked,
        ContentDigest? Digest);
}
