namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// The records of charging as bytes. Each decoder throws <see cref="InvalidDataException"/> where the bytes are no such
/// record.
/// </summary>
public interface IRecordCodec
{
    /// <summary>A session's record.</summary>
    byte[] Encode(ChargingSession session);

    /// <summary>An epoch's record.</summary>
    byte[] Encode(FencingEpoch epoch);

    /// <summary>The record of a substation's controls.</summary>
    byte[] Encode(SubstationControls controls);

    /// <summary>A rating's record.</summary>
    byte[] Encode(RecordedRating rating);

    /// <summary>The session of a record.</summary>
    ChargingSession DecodeSession(ReadOnlySpan<byte> record);

    /// <summary>The epoch of a record.</summary>
    FencingEpoch DecodeEpoch(ReadOnlySpan<byte> record);

    /// <summary>The controls of a record.</summary>
    SubstationControls DecodeControls(ReadOnlySpan<byte> record);

    /// <summary>The rating of a record.</summary>
    RecordedRating DecodeRating(ReadOnlySpan<byte> record);
}
