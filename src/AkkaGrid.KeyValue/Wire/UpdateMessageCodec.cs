using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Storage;
using Google.Protobuf.Collections;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// Turns the messages that carry updates into protobuf and back, without the generated classes: a message holds many
/// updates, and those would take a dozen objects for each.
/// </summary>
internal static class UpdateMessageCodec
{
    // What a message costs is mostly what it allocates; each thread encodes one at a time.
    [ThreadStatic]
    private static RecordWriter? _writer;

    public static byte[] Encode(UpdateBatch message)
    {
        var table = TableOf(message.From, message.Clock, message.Updates, []);
        var record = Begin();
        table.Write(record, Proto.UpdateBatch.IncarnationsFieldNumber);
        record.Write(Proto.UpdateBatch.FromFieldNumber, table.PlaceOf(message.From));
        table.Write(message.Clock, record, Proto.UpdateBatch.ClockFieldNumber);
        Write(message.Updates, table, record, Proto.UpdateBatch.UpdatesFieldNumber);
        record.Write(Proto.UpdateBatch.WantsClockFieldNumber, message.WantsClock);
        return record.Written.ToArray();
    }

    public static byte[] Encode(PullAnswer message)
    {
        var table = TableOf(message.From, message.Clock, message.Updates, message.Unavailable);
        var record = Begin();
        table.Write(record, Proto.PullAnswer.IncarnationsFieldNumber);
        record.Write(Proto.PullAnswer.FromFieldNumber, table.PlaceOf(message.From));
        table.Write(message.Clock, record, Proto.PullAnswer.ClockFieldNumber);
        record.Write(Proto.PullAnswer.PullIdFieldNumber, message.PullId);
        Write(message.Updates, table, record, Proto.PullAnswer.UpdatesFieldNumber);
        if (!message.Unavailable.IsEmpty)
        {
            var start = record.Begin(Proto.PullAnswer.UnavailableFieldNumber);
            foreach (var origin in message.Unavailable)
                record.Raw(table.PlaceOf(origin));
            record.End(start);
        }

        record.Write(Proto.PullAnswer.IsLastFieldNumber, message.IsLast);
        return record.Written.ToArray();
    }

    public static UpdateBatch DecodeUpdateBatch(ReadOnlySpan<byte> bytes)
    {
        var table = ReadTable(bytes, Proto.UpdateBatch.IncarnationsFieldNumber);
        var codec = new UpdateCodec(table);
        var (from, clock, wantsClock) = (0U, default(VectorClock), false);
        var updates = ImmutableArray.CreateBuilder<Update>();
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.UpdateBatch.FromFieldNumber:
                    from = (uint)record.ReadVarint();
                    break;
                case Proto.UpdateBatch.ClockFieldNumber:
                    clock = table.ReadClock(record.ReadBytes());
                    break;
                case Proto.UpdateBatch.UpdatesFieldNumber:
                    updates.Add(codec.Read(record.ReadBytes()));
                    break;
                case Proto.UpdateBatch.WantsClockFieldNumber:
                    wantsClock = record.ReadVarint() != 0;
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new UpdateBatch(table.At(from), clock ?? table.ReadClock([]), updates.DrainToImmutable(), wantsClock);
    }

    public static PullAnswer DecodePullAnswer(ReadOnlySpan<byte> bytes)
    {
        var table = ReadTable(bytes, Proto.PullAnswer.IncarnationsFieldNumber);
        var codec = new UpdateCodec(table);
        var (from, clock, pullId, isLast) = (0U, default(VectorClock), 0UL, false);
        var updates = ImmutableArray.CreateBuilder<Update>();
        var unavailable = ImmutableArray.CreateBuilder<Incarnation>();
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.PullAnswer.FromFieldNumber:
                    from = (uint)record.ReadVarint();
                    break;
                case Proto.PullAnswer.ClockFieldNumber:
                    clock = table.ReadClock(record.ReadBytes());
                    break;
                case Proto.PullAnswer.PullIdFieldNumber:
                    pullId = record.ReadVarint();
                    break;
                case Proto.PullAnswer.UpdatesFieldNumber:
                    updates.Add(codec.Read(record.ReadBytes()));
                    break;
                case Proto.PullAnswer.UnavailableFieldNumber:
                    for (var places = new RecordReader(record.ReadBytes()); !places.IsAtEnd;)
                        unavailable.Add(table.At((uint)places.ReadVarint()));
                    break;
                case Proto.PullAnswer.IsLastFieldNumber:
                    isLast = record.ReadVarint() != 0;
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new PullAnswer(
            table.At(from), clock ?? table.ReadClock([]), pullId, updates.DrainToImmutable(), unavailable.DrainToImmutable(), isLast);
    }

    private static RecordWriter Begin()
    {
        var record = _writer ??= new RecordWriter();
        record.Clear();
        return record;
    }

    private static void Write(ImmutableArray<Update> updates, IncarnationTable table, RecordWriter record, int field)
    {
        var codec = new UpdateCodec(table);
        foreach (var update in updates)
            codec.Write(update, record, field);
    }

    /// <summary>The incarnations of a message, wherever in it they stand.</summary>
    private static IncarnationTable ReadTable(ReadOnlySpan<byte> bytes, int incarnations)
    {
        var listed = new RepeatedField<Proto.Incarnation>();
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            if (field == incarnations)
                listed.Add(Proto.Incarnation.Parser.ParseFrom(record.ReadBytes()));
            else
                record.Skip();
        }

        return IncarnationTable.Read(listed);
    }

    private static IncarnationTable TableOf(
        Incarnation from, VectorClock clock, ImmutableArray<Update> updates, ImmutableArray<Incarnation> others)
    {
        var roster = clock.Roster.With(from);
        foreach (var update in updates)
        {
            roster = roster.Union(update.Dependencies.Roster).With(update.Dot.Origin);
            if (update.Restates is { } restates)
            {
                roster = restates.Originals.Select(original => original.Dot).Concat(restates.Unseen)
                    .Aggregate(roster.Union(restates.Context.Roster), (all, dot) => all.With(dot.Origin));
            }
        }

        return IncarnationTable.Of(from, [roster], others);
    }
}
