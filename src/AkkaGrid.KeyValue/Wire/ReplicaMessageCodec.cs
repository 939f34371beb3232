using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Storage;
using Google.Protobuf;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>Turns the messages of replicas into protobuf and back.</summary>
internal static class ReplicaMessageCodec
{
    public static byte[] Encode(ReplicaMessage message) => message switch
    {
        ClockAnnouncement announcement => Encode(announcement).ToByteArray(),
        UpdateBatch batch => UpdateMessageCodec.Encode(batch),
        PullRequest request => Encode(request).ToByteArray(),
        PullAnswer answer => UpdateMessageCodec.Encode(answer),
        SnapshotRequest request => Encode(request).ToByteArray(),
        SnapshotChunk chunk => Encode(chunk).ToByteArray(),
        SnapshotGone gone => Encode(gone).ToByteArray(),
        FoldsRequest request => Encode(request).ToByteArray(),
        FoldsAnswer answer => Encode(answer).ToByteArray(),
        _ => throw new ArgumentException($"{message.GetType().Name} has no wire format", nameof(message)),
    };

    public static Proto.KeyRequest Encode(KeyRequest message)
    {
        var table = IncarnationTable.Of(message.From, [], []);
        var record = new Proto.KeyRequest
        {
            From = table.PlaceOf(message.From),
            RequestId = message.RequestId,
            Key = Encode(message.Key),
        };
        table.Write(record.Incarnations);
        return record;
    }

    public static Proto.KeyAnswer Encode(KeyAnswer message)
    {
        var table = IncarnationTable.Of(message.From, [], message.Versions.Dots.Select(dot => dot.Origin));
        var record = new Proto.KeyAnswer
        {
            From = table.PlaceOf(message.From),
            RequestId = message.RequestId,
            Item = Encode(message.Key, message.Versions, table),
        };
        table.Write(record.Incarnations);
        return record;
    }

    public static KeyRequest Decode(Proto.KeyRequest record) => new(
        record.RequestId,
        IncarnationTable.Read(record.Incarnations).At(record.From),
        MutationRecord.KeyOf(record.Key.Keyspace, record.Key.Key));

    public static KeyAnswer Decode(Proto.KeyAnswer record)
    {
        var table = IncarnationTable.Read(record.Incarnations);
        var (key, versions) = Decode(record.Item, table);
        return new KeyAnswer(record.RequestId, table.At(record.From), key, versions);
    }

    public static ClockAnnouncement Decode(Proto.ClockAnnouncement record)
    {
        var table = IncarnationTable.Read(record.Incarnations);
        return new ClockAnnouncement(table.At(record.From), table.Read(record.Clock), OutlookCodec.Decode(record.Outlook, table));
    }

    public static PullRequest Decode(Proto.PullRequest record)
    {
        var table = IncarnationTable.Read(record.Incarnations);
        return new PullRequest(table.At(record.From), record.PullId, [.. record.First.Select(table.Read)]);
    }

    public static SnapshotRequest Decode(Proto.SnapshotRequest record)
    {
        var table = IncarnationTable.Read(record.Incarnations);
        return new SnapshotRequest(table.At(record.From), record.SnapshotId, Decode(record.After));
    }

    public static SnapshotChunk Decode(Proto.SnapshotChunk record)
    {
        var table = IncarnationTable.Read(record.Incarnations);
        return new SnapshotChunk(
            table.At(record.From),
            record.SnapshotId,
            table.Read(record.Clock),
            new HybridTimestamp(record.Timestamp),
            Decode(record.After),
            [.. record.Items.Select(item => Decode(item, table))],
            record.Ground is null ? null : new SnapshotGround(
                OutlookCodec.Decode(record.Ground.Folds, table), table.Read(record.Ground.Horizon), table.Read(record.Ground.Stable)));
    }

    public static FoldsRequest Decode(Proto.FoldsRequest record) =>
        new(IncarnationTable.Read(record.Incarnations).At(record.From));

    public static FoldsAnswer Decode(Proto.FoldsAnswer record)
    {
        var table = IncarnationTable.Read(record.Incarnations);
        return new FoldsAnswer(table.At(record.From), [.. OutlookCodec.Decode(record.Folds, table).All]);
    }

    public static SnapshotGone Decode(Proto.SnapshotGone record) =>
        new(IncarnationTable.Read(record.Incarnations).At(record.From), record.SnapshotId);

    private static Proto.ClockAnnouncement Encode(ClockAnnouncement message)
    {
        var outlook = message.Outlook;
        var table = IncarnationTable.Of(
            message.From,
            [message.Clock.Roster, outlook.Stable.Roster, outlook.Left.Roster],
            outlook.Set.Members.Select(member => member.Incarnation).Concat(outlook.Withheld));
        var record = new Proto.ClockAnnouncement
        {
            From = table.PlaceOf(message.From),
            Clock = table.Write(message.Clock),
            Outlook = OutlookCodec.Encode(outlook, table),
        };
        table.Write(record.Incarnations);
        return record;
    }

    private static Proto.PullRequest Encode(PullRequest message)
    {
        var table = IncarnationTable.Of(message.From, [], message.First.Select(dot => dot.Origin));
        var record = new Proto.PullRequest { From = table.PlaceOf(message.From), PullId = message.PullId };
        table.Write(record.Incarnations);
        record.First.AddRange(message.First.Select(table.Write));
        return record;
    }

    private static Proto.SnapshotRequest Encode(SnapshotRequest message)
    {
        var table = IncarnationTable.Of(message.From, [], []);
        var record = new Proto.SnapshotRequest
        {
            From = table.PlaceOf(message.From),
            SnapshotId = message.SnapshotId,
            After = Encode(message.After),
        };
        table.Write(record.Incarnations);
        return record;
    }

    private static Proto.SnapshotChunk Encode(SnapshotChunk message)
    {
        var table = IncarnationTable.Of(
            message.From,
            message.Ground is null ? [message.Clock.Roster] : [message.Clock.Roster, message.Ground.Horizon.Roster, message.Ground.Stable.Roster],
            message.Items.SelectMany(item => item.Value.Dots).Select(dot => dot.Origin)
                .Concat(message.Ground?.Folds.All.Select(fold => fold.Incarnation) ?? []).Distinct());
        var record = new Proto.SnapshotChunk
        {
            From = table.PlaceOf(message.From),
            SnapshotId = message.SnapshotId,
            Clock = table.Write(message.Clock),
            Timestamp = message.Timestamp.Ticks,
            After = Encode(message.After),
            Ground = message.Ground is null ? null : new Proto.SnapshotGround { Horizon = table.Write(message.Ground.Horizon), Stable = table.Write(message.Ground.Stable) },
        };
        record.Ground?.Folds.AddRange(message.Ground!.Folds.All.Select(fold => OutlookCodec.Encode(fold, table)));
        table.Write(record.Incarnations);
        record.Items.AddRange(message.Items.Select(item => Encode(item.Key, item.Value, table)));
        return record;
    }

    private static Proto.FoldsRequest Encode(FoldsRequest message)
    {
        var table = IncarnationTable.Of(message.From, [], []);
        var record = new Proto.FoldsRequest { From = table.PlaceOf(message.From) };
        table.Write(record.Incarnations);
        return record;
    }

    private static Proto.FoldsAnswer Encode(FoldsAnswer message)
    {
        var table = IncarnationTable.Of(message.From, [], message.Folds.Select(fold => fold.Incarnation));
        var record = new Proto.FoldsAnswer { From = table.PlaceOf(message.From) };
        table.Write(record.Incarnations);
        record.Folds.AddRange(message.Folds.Select(fold => OutlookCodec.Encode(fold, table)));
        return record;
    }

    private static Proto.SnapshotGone Encode(SnapshotGone message)
    {
        var table = IncarnationTable.Of(message.From, [], []);
        var record = new Proto.SnapshotGone { From = table.PlaceOf(message.From), SnapshotId = message.SnapshotId };
        table.Write(record.Incarnations);
        return record;
    }

    private static Proto.SnapshotItem Encode(Key key, VersionSet versions, IncarnationTable table)
    {
        var item = new Proto.SnapshotItem { Key = Encode(key) };
        item.Versions.AddRange(versions.Versions.Select(version => new Proto.Version
        {
            Dot = table.Write(version.Dot),
            Timestamp = version.Timestamp.Ticks,
            Value = UpdateCodec.Write(version.Value),
            Originals = { version.Originals.Select(table.Write) },
        }));
        return item;
    }

    private static KeyValuePair<Key, VersionSet> Decode(Proto.SnapshotItem item, IncarnationTable table) => KeyValuePair.Create(
        MutationRecord.KeyOf(item.Key.Keyspace, item.Key.Key),
        VersionSet.Of(item.Versions.Select(version => new KeyVersion(
            table.Read(version.Dot), new HybridTimestamp(version.Timestamp), UpdateCodec.Read(version.Value))
        {
            Originals = [.. version.Originals.Select(table.Read)],
        })));

    private static Proto.KeyRef? Encode(Key? key) =>
        key is null ? null : new Proto.KeyRef { Keyspace = (uint)key.Value.Keyspace, Key = key.Value.Name };

    private static Key? Decode(Proto.KeyRef? record) =>
        record is null ? null : MutationRecord.KeyOf(record.Keyspace, record.Key);
}
