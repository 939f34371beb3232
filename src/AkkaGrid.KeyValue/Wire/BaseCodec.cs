using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using Google.Protobuf.Collections;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>Writes the messages that bring clock bases, and reads them.</summary>
internal static class BaseCodec
{
    public static Proto.BaseRequest Encode(BaseRequest message)
    {
        var names = MessageNames.Of(message.From, []);
        var record = new Proto.BaseRequest { From = names.PlaceOf(message.From) };
        names.Write(record.Incarnations);
        record.Names.AddRange(message.Names);
        return record;
    }

    public static Proto.BaseAnswer Encode(BaseAnswer message)
    {
        var roster = Roster.Of(message.Bases.SelectMany(clockBase => clockBase.Entries).Select(entry => entry.Origin));
        var names = MessageNames.Of(message.From, [VectorClock.Over(roster, new ulong[roster.Count])]);
        var record = new Proto.BaseAnswer { From = names.PlaceOf(message.From) };
        names.Write(record.Incarnations);
        record.Bases.AddRange(message.Bases.Select(clockBase => Encode(clockBase, names)));
        record.Unknown.AddRange(message.Unknown);
        return record;
    }

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static BaseRequest Decode(Proto.BaseRequest record, ClockBases bases) =>
        new(MessageNames.Read(record.Incarnations, [], bases).At(record.From), [.. record.Names]);

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static BaseAnswer Decode(Proto.BaseAnswer record, ClockBases bases)
    {
        var names = MessageNames.Read(record.Incarnations, [], bases);
        return new BaseAnswer(
            names.At(record.From),
            [.. record.Bases.Select(clockBase => Decode(clockBase.Entries, names))],
            [.. record.Unknown]);
    }

    private static Proto.Base Encode(ClockBase clockBase, MessageNames names)
    {
        var record = new Proto.Base();
        foreach (var entry in clockBase.Entries)
            record.Entries.Add([names.PlaceOf(entry.Origin), entry.Sequence]);
        return record;
    }

    private static ClockBase Decode(RepeatedField<ulong> entries, MessageNames names)
    {
        if (entries.Count % 2 != 0)
            throw new FormatException("A clock base ends with half an entry");
        return ClockBase.Of(entries.Chunk(2).Select(entry => entry[0] <= uint.MaxValue && entry[1] > 0
            ? new Dot(names.At((uint)entry[0]), entry[1])
            : throw new FormatException("A clock base has an entry of nobody, or without a sequence")));
    }
}
