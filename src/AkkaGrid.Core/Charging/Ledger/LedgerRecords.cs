using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// Decides how charging's records are read and written: which of a key's versions is in force, and what a new record becomes. A shell
/// reads and writes the store.
/// </summary>
/// <remarks>
/// The greatest timestamp makes the store's winner, and after a clock jump, a partition or a restored backup that may be an older
/// record. So every decision here looks at all versions, the store's winner first, and no read takes the winner alone.
/// </remarks>
/// <param name="codec">The records as bytes.</param>
public sealed class LedgerRecords(IRecordCodec codec)
{
    /// <summary>The session that stands for the key; null where there is no record.</summary>
    public ChargingSession? Standing(VersionSet present) => SessionRecords.Standing(Sessions(present));

    /// <summary>What a substation has of a session's records (<see cref="SessionRecords.Of"/>).</summary>
    public ChargingSession? SessionOf(VersionSet present, SubstationId substation, DateTimeOffset at) =>
        SessionRecords.Of(Sessions(present), substation, at);

    /// <summary>The highest epoch on record.</summary>
    public FencingEpoch Epoch(VersionSet present) => FencingEpoch.Highest(Read(present, codec.DecodeEpoch));

    /// <summary>The controls that are in force.</summary>
    public SubstationControls Controls(VersionSet present) => SubstationControls.Highest(Read(present, codec.DecodeControls));

    /// <summary>The rating that is in force. There must be one.</summary>
    public RecordedRating Rating(VersionSet present) => RecordedRating.Highest(Ratings(present));

    /// <summary>
    /// Writes a session over its former record; not over the session of another substation that stands for the same key, unless that
    /// is a failed attempt. Nor is a start that was given up written over the session itself, which a failed write may have left there.
    /// Another substation's record may arrive between the read and the write: the change then fails.
    /// </summary>
    public RecordChange Record(ChargingSession session) => new(
        RecordKeys.Of(SessionPlace.Of(session)),
        Overtaken.Fails,
        present => Standing(present) is not { State: not SessionState.Invalid } standing
            || (standing.Substation == session.Substation && session is not { State: SessionState.Invalid, SupersededBy: null }),
        _ => codec.Encode(session))
    {
        IsForMajority = true,
        Kept = (present, at) => KeepReplaced(session, Sessions(present), at),
    };

    /// <summary>Whether there is no record.</summary>
    public static bool IsMissing(VersionSet present) => present.Versions.All(version => version.Value is null);

    /// <summary>Deletes the record of a session, unless another substation has written it since, or anybody writes it meanwhile.</summary>
    public RecordChange Forget(ChargingSession session) => new(
        RecordKeys.Of(SessionPlace.Of(session)),
        Overtaken.Drops,
        present => Standing(present)?.Substation == session.Substation,
        _ => null);

    /// <summary>Writes an epoch over lower ones. Another one that arrives between the read and the write may be higher, or not.</summary>
    public RecordChange Record(SubstationId substation, FencingEpoch epoch) => new(
        RecordKeys.OfEpoch(substation),
        Overtaken.DecidesAgain,
        present => Epoch(present) < epoch,
        _ => codec.Encode(epoch));

    /// <summary>Writes controls under a version above all that are there. A write that comes late must not replace its successor.</summary>
    public RecordChange Record(SubstationId substation, SubstationControls controls) => new(
        RecordKeys.OfControls(substation),
        Overtaken.Fails,
        _ => true,
        present => codec.Encode(controls.Over(Read(present, codec.DecodeControls))));

    /// <summary>Writes a rating under a version above all that are there.</summary>
    public RecordChange Record(SubstationId substation, Kilowatts rating) => new(
        RecordKeys.OfRating(substation),
        Overtaken.Fails,
        _ => true,
        present => codec.Encode(RecordedRating.Over(Ratings(present), rating)));

    /// <summary>
    /// The sessions of other substations that a record replaces, as superseded: their substations may be starting, and would find no
    /// trace of them.
    /// </summary>
    private IEnumerable<Mutation> KeepReplaced(ChargingSession session, IReadOnlyList<ChargingSession> replaced, DateTimeOffset at) =>
        from substation in replaced.Select(record => record.Substation).Distinct()
        where substation != session.Substation
        let kept = SessionRecords.Of([session, .. replaced], substation, at)
        where kept?.SupersededBy is not null
        select new Mutation(RecordKeys.Of(SessionPlace.Of(kept)), new Value(codec.Encode(kept)));

    private ChargingSession[] Sessions(VersionSet present) => Read(present, codec.DecodeSession);

    private RecordedRating[] Ratings(VersionSet present) => Read(present, codec.DecodeRating);

    private static T[] Read<T>(VersionSet present, Func<ReadOnlySpan<byte>, T> decode) =>
        [.. present.Versions.Where(version => version.Value is not null).Select(version => decode(version.Value!.Bytes.Span))];
}
