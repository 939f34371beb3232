using System.Text;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Format;

/// <summary>Changes of a key as the log and messages have them, which is the same.</summary>
internal static class MutationRecord
{
    /// <summary>Writes a change as a field.</summary>
    public static void Write(RecordWriter record, int field, Mutation mutation)
    {
        var start = record.Begin(field);
        record.Write(Proto.Mutation.KeyspaceFieldNumber, (ulong)mutation.Key.Keyspace);
        record.Write(Proto.Mutation.KeyFieldNumber, mutation.Key.Name);
        ValueRecord.Write(record, Proto.Mutation.ValueFieldNumber, mutation.Value);
        record.End(start);
    }

    /// <summary>Reads a change.</summary>
    /// <exception cref="FormatException">Its key is in no keyspace.</exception>
    public static Mutation Read(ReadOnlySpan<byte> bytes)
    {
        var (keyspace, key, value) = (0UL, "", default(Value));
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.Mutation.KeyspaceFieldNumber:
                    keyspace = record.ReadVarint();
                    break;
                case Proto.Mutation.KeyFieldNumber:
                    key = Encoding.UTF8.GetString(record.ReadBytes());
                    break;
                case Proto.Mutation.ValueFieldNumber:
                    value = ValueRecord.Read(record.ReadBytes());
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new Mutation(KeyOf(keyspace, key), value);
    }

    /// <summary>A key as it is written.</summary>
    /// <exception cref="FormatException">It is in no keyspace.</exception>
    public static Key KeyOf(ulong keyspace, string key) =>
        keyspace <= byte.MaxValue && Enum.IsDefined((Keyspace)keyspace)
            ? Key.Create((Keyspace)keyspace, key)
            : throw new FormatException($"There is no keyspace {keyspace}");
}
