using AkkaGrid.Charging.Wire;
using AkkaGrid.Charging.Wire.Proto;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;
using Google.Protobuf;

namespace AkkaGrid.Charging.Ledger;

/// <summary>The records of charging as bytes, for implementations of <see cref="ISessionLedger"/>.</summary>
public sealed class ChargingRecords : IRecordCodec
{
    private ChargingRecords()
    {
    }

    /// <summary>The codec, for the decisions in the core.</summary>
    public static IRecordCodec Codec { get; } = new ChargingRecords();

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
    /// <exception cref="InvalidDataException">The bytes are not such a record.</exception>
    public static ChargingSession DecodeSession(ReadOnlySpan<byte> record) =>
        Decode(record, SessionRecord.Parser, Parts.Session);

    /// <summary>The epoch of a record.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a record.</exception>
    public static FencingEpoch DecodeEpoch(ReadOnlySpan<byte> record) =>
        Decode(record, EpochRecord.Parser, Parts.Epoch);

    /// <summary>The rating of a record.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a record.</exception>
    public static RecordedRating DecodeRating(ReadOnlySpan<byte> record) =>
        Decode(record, RatingRecord.Parser, static wire =>
            new RecordedRating(Kilowatts.FromMilliwatts(wire.RatingMw), wire.Version));

    /// <summary>The controls of a record.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a record.</exception>
    public static SubstationControls DecodeControls(ReadOnlySpan<byte> record) =>
        Decode(record, ControlsRecord.Parser, Parts.Controls);

    byte[] IRecordCodec.Encode(ChargingSession session) => Encode(session);

    byte[] IRecordCodec.Encode(FencingEpoch epoch) => Encode(epoch);

    byte[] IRecordCodec.Encode(SubstationControls controls) => Encode(controls);

    byte[] IRecordCodec.Encode(RecordedRating rating) => Encode(rating);

    ChargingSession IRecordCodec.DecodeSession(ReadOnlySpan<byte> record) => DecodeSession(record);

    FencingEpoch IRecordCodec.DecodeEpoch(ReadOnlySpan<byte> record) => DecodeEpoch(record);

    SubstationControls IRecordCodec.DecodeControls(ReadOnlySpan<byte> record) => DecodeControls(record);

    RecordedRating IRecordCodec.DecodeRating(ReadOnlySpan<byte> record) => DecodeRating(record);

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
