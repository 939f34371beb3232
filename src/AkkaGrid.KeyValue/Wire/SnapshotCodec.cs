using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>Writes the messages of a snapshot, and reads them.</summary>
internal static class SnapshotCodec
{
    public static Proto.SnapshotRequest Encode(SnapshotRequest message)
    {
        var names = MessageNames.Of(message.From, [], message.To);
        var record = new Proto.SnapshotRequest
        {
            From = names.PlaceOf(message.From),
            To = names.PlaceOf(message.To),
            SnapshotId = message.SnapshotId,
            After = Encode(message.After),
        };
        if (message.Digest is { } digest)
            record.Digest.AddRange(digest.Ranges.ToArray());
        names.Write(record.Incarnations);
        return record;
    }

    public static Proto.SnapshotChunk Encode(SnapshotChunk message)
    {
        var versions = message.Items.SelectMany(item => item.Value.Versions).ToList();
        var names = MessageNames.Of(
            message.From,
            versions.Select(version => version.Causes).Prepend(message.Cut.Horizon).Prepend(message.Cut.Clock),
            versions.SelectMany(version => new[] { version.Dot.Origin, version.Identity.Origin }).Prepend(message.To));
        var record = new Proto.SnapshotChunk
        {
            From = names.PlaceOf(message.From),
            To = names.PlaceOf(message.To),
            SnapshotId = message.SnapshotId,
            Clock = ClockCodec.Encode(message.Cut.Clock, names),
            Horizon = message.Cut.Horizon.IsEmpty ? null : ClockCodec.Encode(message.Cut.Horizon, names),
            Timestamp = message.Cut.Timestamp.Ticks,
            After = Encode(message.After),
            IsLast = message.IsLast,
            LastDelete = message.Cut.LastDelete.Ticks,
            Ranges = message.Ranges,
        };
        names.Write(record.Incarnations, record.Bases);
        record.Items.AddRange(message.Items.Select(item => VersionCodec.Encode(item.Key, item.Value, names)));
        return record;
    }

    public static Proto.SnapshotExpired Encode(SnapshotExpired message)
    {
        var names = MessageNames.Of(message.From, [], message.To);
        var record = new Proto.SnapshotExpired
        {
            From = names.PlaceOf(message.From),
            To = names.PlaceOf(message.To),
            SnapshotId = message.SnapshotId,
        };
        names.Write(record.Incarnations);
        return record;
    }

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static SnapshotRequest Decode(Proto.SnapshotRequest record, ClockBases bases)
    {
        var names = MessageNames.Read(record.Incarnations, [], bases);
        return new SnapshotRequest(names.At(record.From), names.At(record.To), record.SnapshotId, Decode(record.After))
        {
            Digest = record.Digest.Count == 0 ? null : ContentDigest.Of(record.Digest),
        };
    }

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static SnapshotChunk Decode(Proto.SnapshotChunk record, ClockBases bases)
    {
        var names = MessageNames.Read(record.Incarnations, record.Bases, bases);
        var cut = new ReplicaCut(
            ClockCodec.Decode(record.Clock, names),
            ClockCodec.Decode(record.Horizon, names),
            new HybridTimestamp(record.Timestamp),
            new HybridTimestamp(record.LastDelete));
        return new SnapshotChunk(
            names.At(record.From),
            names.At(record.To),
            record.SnapshotId,
            cut,
            Decode(record.After),
            [.. record.Items.Select(item => VersionCodec.Decode(item, names))],
            record.IsLast)
        {
            Ranges = record.Ranges,
        };
    }

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static SnapshotExpired Decode(Proto.SnapshotExpired record, ClockBases bases)
    {
        var names = MessageNames.Read(record.Incarnations, [], bases);
        return new SnapshotExpired(names.At(record.From), names.At(record.To), record.SnapshotId);
    }

    private static Proto.SnapshotPosition? Encode(SnapshotPosition? position) => position is null
        ? null
        : new Proto.SnapshotPosition
        {
            Key = VersionCodec.Encode(position.Value.Key),
            Versions = (uint)position.Value.Versions
        };

    private static SnapshotPosition? Decode(Proto.SnapshotPosition? record)
    {
        if (record is null)
            return null;
        return record.Key is not null && record.Versions <= int.MaxValue
            ? new SnapshotPosition(VersionCodec.Decode(record.Key), (int)record.Versions)
            : throw new FormatException("A place in a snapshot has no key, or is beyond every key");
    }
}
