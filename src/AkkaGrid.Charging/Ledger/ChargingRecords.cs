using AkkaGrid.Charging.Wire;
using AkkaGrid.Charging.Wire.Proto;
using AkkaGrid.Core.Charging;
using Google.Protobuf;

namespace AkkaGrid.Charging.Ledger;

/// <summary>The records of charging as bytes, for whoever implements <see cref="ISessionLedger"/>.</summary>
public static class ChargingRecords
{
    /// <summary>A session's record.</summary>
    public static byte[] Encode(ChargingSession session) => Parts.Session(session).ToByteArray();

    /// <summary>An epoch's record.</summary>
    public static byte[] Encode(FencingEpoch epoch) => Parts.Epoch(epoch).ToByteArray();

    /// <summary>A rating's record.</summary>
    public static byte[] Encode(RecordedRating rating) =>
        new RatingRecord { RatingMw = rating.Rating.Milliwatts, Version = rating.Version }.ToByteArray();

    /// <summary>The record of a substation's controls.</summary>
    public static byte[] Encode(SubstationControls controls) => Parts.Controls(controls).ToByteArray();

    /// <summary>The session of a record.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such record.</exception>
    public static ChargingSession DecodeSession(ReadOnlySpan<byte> record) =>
        Decode(record, SessionRecord.Parser, Parts.Session);

    /// <summary>The epoch of a record.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such record.</exception>
    public static FencingEpoch DecodeEpoch(ReadOnlySpan<byte> record) =>
        Decode(record, EpochRecord.Parser, Parts.Epoch);

    /// <summary>The rating of a record.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such record.</exception>
    public static RecordedRating DecodeRating(ReadOnlySpan<byte> record) =>
        Decode(record, RatingRecord.Parser, static wire => new RecordedRating(Kilowatts.FromMilliwatts(wire.RatingMw), wire.Version));

    /// <summary>The controls of a record.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such record.</exception>
    public static SubstationControls DecodeControls(ReadOnlySpan<byte> record) =>
        Decode(record, ControlsRecord.Parser, Parts.Controls);

    private static T Decode<TRecord, T>(ReadOnlySpan<byte> bytes, MessageParser<TRecord> parser, Func<TRecord, T> read)
        where TRecord : IMessage<TRecord>
    {
        try
        {
            return read(parser.ParseFrom(bytes));
        }
        catch (Exception problem) when (problem
            is InvalidProtocolBufferException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException("Not a record of charging", problem);
        }
    }
}
