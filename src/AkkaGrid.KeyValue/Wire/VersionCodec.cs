using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Format;
using Google.Protobuf;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>Writes keys and their versions into a message, and reads them.</summary>
internal static class VersionCodec
{
    public static Proto.SnapshotItem Encode(Key key, VersionSet versions, MessageNames names)
    {
        var item = new Proto.SnapshotItem { Key = Encode(key) };
        item.Versions.AddRange(versions.Versions.Select(version => Encode(version, names)));
        return item;
    }

    public static Proto.KeyRef Encode(Key key) => new() { Keyspace = (uint)key.Keyspace, Key = key.Name };

    /// <exception cref="FormatException">It is incomplete, or refers to what its message does not name.</exception>
    public static KeyValuePair<Key, VersionSet> Decode(Proto.SnapshotItem? item, MessageNames names) => item is null
        ? throw new FormatException("A key is missing")
        : KeyValuePair.Create(Decode(item.Key), VersionSet.Of(item.Versions.Select(version => Decode(version, names))));

    /// <exception cref="FormatException">There is no key.</exception>
    public static Key Decode(Proto.KeyRef? record) => record is null
        ? throw new FormatException("A key is missing")
        : MutationRecord.KeyOf(record.Keyspace, record.Key);

    private static Format.Proto.SentVersion Encode(KeyVersion version, MessageNames names)
    {
        var record = new Format.Proto.SentVersion
        {
            Dot = names.Write(version.Dot),
            Timestamp = version.Timestamp.Ticks,
            Value = Encode(version.Value),
            Identity = version.Identity == version.Dot ? null : names.Write(version.Identity),
        };
        record.Dependencies.AddRange(ClockCodec.List(version.Causes, names));
        return record;
    }

    private static KeyVersion Decode(Format.Proto.SentVersion record, MessageNames names)
    {
        var dot = names.Read(record.Dot);
        return new KeyVersion(dot, new HybridTimestamp(record.Timestamp), Decode(record.Value))
        {
            Identity = record.Identity is null ? dot : names.Read(record.Identity),
            Causes = ClockCodec.OfList(record.Dependencies, names),
        };
    }

    private static Format.Proto.Value? Encode(Value? value)
    {
        if (value is null)
            return null;
        var record = new Format.Proto.Value { Bytes = UnsafeByteOperations.UnsafeWrap(value.Bytes) };
        if (value.ContentType is not null)
            record.ContentType = value.ContentType;
        return record;
    }

    private static Value? Decode(Format.Proto.Value? record) =>
        record is null ? null : new Value(record.Bytes.Memory, record.HasContentType ? record.ContentType : null);
}
