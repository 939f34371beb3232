using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Format;

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
        var updates = Updates(message.Updates, message.Clock.Base);
        var names = NamesOf(message.From, message.Clock, updates, []);
        var record = Begin();
        names.WriteIncarnations(record, Proto.UpdateBatch.IncarnationsFieldNumber);
        record.Write(Proto.UpdateBatch.FromFieldNumber, names.PlaceOf(message.From));
        ClockCodec.Write(message.Clock, names, record, Proto.UpdateBatch.ClockFieldNumber);
        Write(updates, names, message.Clock.Base, record, Proto.UpdateBatch.UpdatesFieldNumber);
        record.Write(Proto.UpdateBatch.WantsClockFieldNumber, message.WantsClock);
        names.WriteBases(record, Proto.UpdateBatch.BasesFieldNumber);
        return record.Written.ToArray();
    }

    public static byte[] Encode(PullAnswer message)
    {
        var updates = Updates(message.Updates, message.Clock.Base);
        var names = NamesOf(message.From, message.Clock, updates, message.Unavailable.Prepend(message.To));
        var record = Begin();
        names.WriteIncarnations(record, Proto.PullAnswer.IncarnationsFieldNumber);
        record.Write(Proto.PullAnswer.FromFieldNumber, names.PlaceOf(message.From));
        ClockCodec.Write(message.Clock, names, record, Proto.PullAnswer.ClockFieldNumber);
        record.Write(Proto.PullAnswer.PullIdFieldNumber, message.PullId);
        Write(updates, names, message.Clock.Base, record, Proto.PullAnswer.UpdatesFieldNumber);
        if (!message.Unavailable.IsEmpty)
        {
            var start = record.Begin(Proto.PullAnswer.UnavailableFieldNumber);
            foreach (var origin in message.Unavailable)
                record.Raw(names.PlaceOf(origin));
            record.End(start);
        }

        record.Write(Proto.PullAnswer.IsLastFieldNumber, message.IsLast);
        record.Write(Proto.PullAnswer.ToFieldNumber, names.PlaceOf(message.To));
        names.WriteBases(record, Proto.PullAnswer.BasesFieldNumber);
        return record.Written.ToArray();
    }

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static UpdateBatch DecodeUpdateBatch(ReadOnlySpan<byte> bytes, ClockBases bases)
    {
        var head = UpdateMessageHead.Read(
            bytes,
            Proto.UpdateBatch.IncarnationsFieldNumber,
            Proto.UpdateBatch.ClockFieldNumber,
            Proto.UpdateBatch.BasesFieldNumber,
            bases);
        var (names, codec) = (head.Names, new UpdateCodec(head.Names, head.Clock.Base));
        var (from, wantsClock) = (0U, false);
        var updates = ImmutableArray.CreateBuilder<Update>();
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.UpdateBatch.FromFieldNumber:
                    from = (uint)record.ReadVarint();
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

        return new UpdateBatch(names.At(from), head.Clock, updates.DrainToImmutable(), wantsClock);
    }

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static PullAnswer DecodePullAnswer(ReadOnlySpan<byte> bytes, ClockBases bases)
    {
        var head = UpdateMessageHead.Read(
            bytes,
            Proto.PullAnswer.IncarnationsFieldNumber,
            Proto.PullAnswer.ClockFieldNumber,
            Proto.PullAnswer.BasesFieldNumber,
            bases);
        var (names, codec) = (head.Names, new UpdateCodec(head.Names, head.Clock.Base));
        var (from, to, pullId, isLast) = (0U, 0U, 0UL, false);
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
                case Proto.PullAnswer.PullIdFieldNumber:
                    pullId = record.ReadVarint();
                    break;
                case Proto.PullAnswer.UpdatesFieldNumber:
                    updates.Add(codec.Read(record.ReadBytes()));
                    break;
                case Proto.PullAnswer.UnavailableFieldNumber:
                    for (var places = new RecordReader(record.ReadBytes()); !places.IsAtEnd;)
                        unavailable.Add(names.At((uint)places.ReadVarint()));
                    break;
                case Proto.PullAnswer.IsLastFieldNumber:
                    isLast = record.ReadVarint() != 0;
                    break;
                case Proto.PullAnswer.ToFieldNumber:
                    to = (uint)record.ReadVarint();
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new PullAnswer(
            names.At(from),
            names.At(to),
            head.Clock,
            pullId,
            updates.DrainToImmutable(),
            unavailable.DrainToImmutable(),
            isLast);
    }

    private static RecordWriter Begin()
    {
        var record = _writer ??= new RecordWriter();
        record.Clear();
        return record;
    }

    /// <summary>The updates, with their causes as they are written.</summary>
    private static (Update Update, VectorClock Causes)[] Updates(ImmutableArray<Update> updates, ClockBase usual)
    {
        var written = new (Update Update, VectorClock Causes)[updates.Length];
        for (var i = 0; i < written.Length; i++)
            written[i] = (updates[i], UpdateCodec.CausesOf(updates[i], usual));
        return written;
    }

    private static void Write(
        (Update Update, VectorClock Causes)[] updates,
        MessageNames names,
        ClockBase usual,
        RecordWriter record,
        int field)
    {
        var codec = new UpdateCodec(names, usual);
        foreach (var (update, causes) in updates)
            codec.Write(update, causes, record, field);
    }

    private static MessageNames NamesOf(
        Incarnation from,
        VectorClock clock,
        (Update Update, VectorClock Causes)[] updates,
        IEnumerable<Incarnation> others) =>
        MessageNames.Of(
            from,
            updates.Select(written => written.Causes).Prepend(clock),
            updates.Select(written => written.Update.Dot.Origin).Concat(others));
}
