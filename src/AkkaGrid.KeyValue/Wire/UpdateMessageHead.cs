using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Format;
using Google.Protobuf.Collections;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>What must be known of a message before its updates are read, wherever in it that stands.</summary>
/// <param name="Names">What it names.</param>
/// <param name="Clock">Its clock.</param>
internal readonly record struct UpdateMessageHead(MessageNames Names, VectorClock Clock)
{
    /// <summary>Reads the head of a message.</summary>
    /// <exception cref="FormatException">It refers to what it does not name.</exception>
    public static UpdateMessageHead Read(
        ReadOnlySpan<byte> bytes, int incarnationsField, int clockField, int basesField, ClockBases known)
    {
        var incarnations = new RepeatedField<Proto.Incarnation>();
        List<ulong>? bases = null;
        ReadOnlySpan<byte> clock = [];
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            if (field == incarnationsField)
                incarnations.Add(Proto.Incarnation.Parser.ParseFrom(record.ReadBytes()));
            else if (field == clockField)
                clock = record.ReadBytes();
            else if (field == basesField)
                ReadBases(record.ReadBytes(), bases ??= []);
            else
                record.Skip();
        }

        var names = MessageNames.Read(incarnations, bases ?? [], known);
        return new UpdateMessageHead(names, ClockCodec.Read(clock, names));
    }

    private static void ReadBases(ReadOnlySpan<byte> packed, List<ulong> bases)
    {
        for (var list = new RecordReader(packed); !list.IsAtEnd;)
            bases.Add(list.ReadFixed64());
    }
}
