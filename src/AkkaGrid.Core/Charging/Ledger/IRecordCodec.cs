namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// Encodes and decodes the records of charging. Each decoder throws <see cref="InvalidDataException"/> where the bytes
/// are not a record of its kind.
/// </summary>
public interface IRecordCodec
{
    /// <summary>Encodes a session.</summary>
    byte[] Encode(ChargingSession session);

    /// <summary>Encodes an epoch.</summary>
    byte[] Encode(FencingEpoch epoch);

    /// <summary>Encodes the controls of a substation.</summary>
    byte[] Encode(SubstationControls controls);

    /// <summary>Encodes a rating.</summary>
    byte[] Encode(RecordedRating rating);

    /// <summary>Decodes a session.</summary>
    ChargingSession DecodeSession(ReadOnlySpan<byte> record);

    /// <summary>Decodes an epoch.</summary>
    FencingEpoch DecodeEpoch(ReadOnlySpan<byte> record);

    /// <summary>Decodes the controls of a substation.</summary>
    SubstationControls DecodeControls(ReadOnlySpan<byte> record);

    /// <summary>Decodes a rating.</summary>
    RecordedRating DecodeRating(ReadOnlySpan<byte> record);
}
