using System.Buffers.Binary;
using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Format;
using Google.Protobuf;

namespace AkkaGrid.KeyValue.Storage.Names;

/// <summary>The records of names, in the column family "meta".</summary>
internal static class NameRecords
{
    /// <summary>What the keys of incarnations start with; their names follow. The value is the ordinal.</summary>
    public static readonly byte[] IncarnationPrefix = "incarnation/"u8.ToArray();

    /// <summary>What the keys of bases start with; their names follow.</summary>
    public static readonly byte[] BasePrefix = "base/"u8.ToArray();

    /// <summary>The record of an incarnation.</summary>
    public static KeyValuePair<byte[], byte[]> Of(Name<Incarnation> name)
    {
        var record = new RecordWriter();
        record.Raw(name.Ordinal);
        return KeyValuePair.Create<byte[], byte[]>(
            [.. IncarnationPrefix, .. Encoding.UTF8.GetBytes($"{name.Value}")], record.Written.ToArray());
    }

    /// <summary>The record of a base: the difference to another one, unless that is larger than the base.</summary>
    public static KeyValuePair<byte[], byte[]> Of(Name<ClockBase> name, ClockBase other, BatchNames names)
    {
        var clockBase = name.Value;
        var changed = clockBase.Entries.Where(entry => other[entry.Origin] != entry.Sequence).ToList();
        var removed = other.Entries.Where(entry => clockBase[entry.Origin] == 0).ToList();
        var record = new Proto.Base { Ordinal = name.Ordinal };
        if (changed.Count + removed.Count < clockBase.Count)
        {
            record.Parent = other.Name;
            record.Removed.AddRange(removed.Select(entry => entry.Origin.Nonce));
        }
        else
        {
            changed = [.. clockBase.Entries];
        }

        record.Entries.AddRange(changed.Select(entry => ClockRecord.Of(entry, names)));
        var key = new byte[BasePrefix.Length + sizeof(ulong)];
        BasePrefix.CopyTo(key, 0);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(BasePrefix.Length), clockBase.Name);
        return KeyValuePair.Create(key, record.ToByteArray());
    }

    /// <summary>Reads the names that are on disk.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public static void Load(OpenDatabase database, DiskNames names)
    {
        names.RecentRoster = (Roster.Empty, []);
        LoadIncarnations(database, names);
        LoadBases(database, names);
    }

    private static void LoadIncarnations(OpenDatabase database, DiskNames names)
    {
        names.Incarnations.ForgetDisk();
        var unnumbered = new List<Incarnation>();
        foreach (var (key, value) in database.GetAll(IncarnationPrefix, database.Columns.Meta))
        {
            if (!Incarnation.TryParse(
                Encoding.UTF8.GetString(key.AsSpan(IncarnationPrefix.Length)), out var incarnation))
                continue;
            if (value.Length == 0)
                unnumbered.Add(incarnation);
            else
                names.Incarnations.AddFromDisk(incarnation.Nonce, incarnation, ReadOrdinal(value));
        }

        // Records of format 1 have no ordinals: these are written again with the first batch that needs them.
        foreach (var incarnation in unnumbered)
            names.Incarnations.GetOrAdd(incarnation.Nonce, incarnation);
    }

    private static void LoadBases(OpenDatabase database, DiskNames names)
    {
        names.StoredBases.ForgetDisk();
        names.LastStored = ClockBase.Empty;
        var records = new Dictionary<ulong, Proto.Base>();
        foreach (var (key, value) in database.GetAll(BasePrefix, database.Columns.Meta))
        {
            if (key.Length == BasePrefix.Length + sizeof(ulong))
                records[BinaryPrimitives.ReadUInt64BigEndian(key.AsSpan(BasePrefix.Length))] = StoredRecord.Parse(
                    Proto.Base.Parser, value);
        }

        var last = 0UL;
        foreach (var name in records.Keys)
        {
            foreach (var unread in Unread(name, records, names))
                Load(unread, records[unread], names);
            if (records[name].Ordinal > last)
                (last, names.LastStored) = (records[name].Ordinal, names.BaseOf(name));
        }
    }

    /// <summary>
    /// A base and those that it is built on, as far as they are not read yet: each behind the one that it needs.
    /// </summary>
    private static Stack<ulong> Unread(ulong name, Dictionary<ulong, Proto.Base> records, DiskNames names)
    {
        var unread = new Stack<ulong>();
        for (;
            records.TryGetValue(name, out var record) && !IsRead(name, names) && unread.Count < records.Count;
            name = record.Parent)
            unread.Push(name);
        return unread;
    }

    private static bool IsRead(ulong name, DiskNames names) =>
        names.StoredBases.TryFind(name, out var known) && known.IsOnDisk;

    private static void Load(ulong name, Proto.Base record, DiskNames names)
    {
        var clockBase = names.BaseOf(record.Parent)
            .Without(record.Removed.Select(names.Of))
            .With(record.Entries.Select(entry => ClockRecord.Read(entry, names)));
        if (clockBase.Name != name)
            throw StorageException.DamagedRecord($"a clock base is not the one that its name {name:x16} says");
        names.StoredBases.AddFromDisk(name, names.Bases.Add(clockBase), record.Ordinal);
    }

    private static ulong ReadOrdinal(byte[] value)
    {
        try
        {
            return new RecordReader(value).ReadVarint();
        }
        catch (FormatException error)
        {
            throw StorageException.DamagedRecord(error.Message);
        }
    }
}
