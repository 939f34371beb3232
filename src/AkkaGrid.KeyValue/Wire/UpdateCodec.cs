using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using Google.Protobuf;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// Writes the updates of one message, or reads them, in order. Sequence and dependencies travel as what has changed since
/// the update of the same origin before.
/// </summary>
/// <remarks>M. Singhal, A. Kshemkalyani, "An efficient implementation of vector clocks" (1992).</remarks>
internal sealed class UpdateCodec(IncarnationTable table)
{
    private readonly Dictionary<uint, ulong[]> _last = [];

    public Proto.Update Write(Update update)
    {
        var origin = table.PlaceOf(update.Dot.Origin);
        var before = Before(origin);
        var record = new Proto.Update
        {
            Origin = origin,
            Sequence = update.Dot.Sequence == Next(before, origin) ? 0 : update.Dot.Sequence,
            Timestamp = update.Timestamp.Ticks,
        };
        var counts = table.CountsOf(update.Dependencies);
        counts[origin] = update.Dot.Sequence - 1;
        for (var place = 0u; place < counts.Length; place++)
        {
            if (place == origin || counts[place] == before[place])
                continue;
            record.Dependencies.Add(place);
            record.Dependencies.Add(unchecked(counts[place] - before[place]));
        }

        _last[origin] = counts;
        record.Mutations.AddRange(update.Mutations.Select(mutation => new Proto.Mutation
        {
            Keyspace = (uint)mutation.Key.Keyspace,
            Key = mutation.Key.Name,
            Value = Write(mutation.Value),
            Revives = mutation.Revives,
        }));
        if (update.Restates is { } restates)
        {
            record.Restates = new Proto.Restatement
            {
                Context = table.Write(restates.Context),
                Timestamp = restates.Timestamp.Ticks,
            };
            record.Restates.Originals.AddRange(restates.Originals.Select(original =>
                new Proto.RestatedUpdate { Dot = table.Write(original.Dot), Final = original.Final }));
            record.Restates.Unseen.AddRange(restates.Unseen.Select(table.Write));
        }

        return record;
    }

    public Update Read(Proto.Update record)
    {
        var origin = table.At(record.Origin);
        var counts = (ulong[])Before(record.Origin).Clone();
        var sequence = record.Sequence > 0 ? record.Sequence : Next(counts, record.Origin);
        if (sequence is null or 0 || record.Dependencies.Count % 2 != 0)
            throw new FormatException("An update has no sequence, or half a dependency");
        for (var i = 0; i < record.Dependencies.Count; i += 2)
        {
            var place = record.Dependencies[i];
            if (place >= (ulong)counts.Length)
                throw new FormatException($"An update depends on incarnation {place} of {counts.Length}");
            counts[place] = unchecked(counts[place] + record.Dependencies[i + 1]);
        }

        counts[record.Origin] = sequence.Value - 1;
        _last[record.Origin] = counts;
        return new Update(
            new Dot(origin, sequence.Value), table.Clock(counts), new HybridTimestamp(record.Timestamp), [.. record.Mutations.Select(Read)])
        {
            Restates = record.Restates is null ? null : Read(record.Restates),
        };
    }

    public ImmutableArray<Update> Read(IEnumerable<Proto.Update> records) => [.. records.Select(Read)];

    public static Proto.Value? Write(Value? value)
    {
        if (value is null)
            return null;
        var record = new Proto.Value { Bytes = UnsafeByteOperations.UnsafeWrap(value.Bytes) };
        if (value.ContentType is not null)
            record.ContentType = value.ContentType;
        return record;
    }

    public static Value? Read(Proto.Value? record) =>
        record is null ? null : new Value(record.Bytes.Memory, record.HasContentType ? record.ContentType : null);

    public static Key ReadKey(uint keyspace, string key) => keyspace <= byte.MaxValue && Enum.IsDefined((Keyspace)keyspace)
        ? Key.Create((Keyspace)keyspace, key)
        : throw new FormatException($"There is no keyspace {keyspace}");

    private Restatement Read(Proto.Restatement record) => record.Originals.Count == 0
        ? throw new FormatException("An update brings nothing again")
        : new Restatement(
            [.. record.Originals.Select(original => new RestatedUpdate(table.Read(original.Dot), original.Final))],
            table.Read(record.Context),
            new HybridTimestamp(record.Timestamp))
        {
            Unseen = [.. record.Unseen.Select(table.Read)],
        };

    private static Mutation Read(Proto.Mutation record) =>
        new(ReadKey(record.Keyspace, record.Key), Read(record.Value)) { Revives = record.Revives };

    /// <summary>The sequence that follows that of the update of the same origin before; null where there was none.</summary>
    private ulong? Next(ulong[] before, uint origin) => _last.ContainsKey(origin) ? before[origin] + 2 : null;

    /// <summary>The dependencies of the update of the same origin before.</summary>
    private ulong[] Before(uint origin) => _last.GetValueOrDefault(origin) ?? new ulong[table.Count];
}
