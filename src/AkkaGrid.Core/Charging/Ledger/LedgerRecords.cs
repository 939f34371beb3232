using System.Collections.Immutable;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// Decides how charging's records are read and written: which of a key's versions is in force, and which record a
/// change produces. A shell reads and writes the store.
/// </summary>
/// <remarks>
/// The store's winner is the version with the greatest timestamp, which after a clock jump, a partition or a restored
/// backup may be an older record. So every decision here looks at all versions, the store's winner first, and no read
/// uses the winner alone.
/// </remarks>
/// <param name="codec">Encodes and decodes the records.</param>
public sealed class LedgerRecords(IRecordCodec codec)
{
    /// <summary>The session that stands for the key; null where there is no record.</summary>
    public ChargingSession? Standing(VersionSet present) => SessionRecords.Standing(Sessions(present));

    /// <summary>Adds the sessions of a substation from the records of one key.</summary>
    /// <remarks>
    /// A superseded session may be recorded twice: running, beside the session that stands, and ended. A session that
    /// stands may have been recorded as superseded by another substation before its own end was recorded.
    /// </remarks>
    /// <param name="present">All versions of the key.</param>
    /// <param name="substation">The substation.</param>
    /// <param name="at">The end to record for a session that ran and is superseded.</param>
    /// <param name="sessions">The sessions of the substation so far.</param>
    public void Collect(
        VersionSet present,
        SubstationId substation,
        DateTimeOffset at,
        IDictionary<SessionId, ChargingSession> sessions)
    {
        if (SessionRecords.Of(Sessions(present), substation, at) is { } session
            && (!sessions.TryGetValue(session.Id, out var former) || former.SupersededBy is not null))
        {
            sessions[session.Id] = session;
        }
    }

    /// <summary>The highest recorded epoch.</summary>
    public FencingEpoch Epoch(VersionSet present) => FencingEpoch.Highest(Read(present, codec.DecodeEpoch));

    /// <summary>The controls that are in force.</summary>
    public SubstationControls Controls(VersionSet present) =>
        SubstationControls.Highest(Read(present, codec.DecodeControls));

    /// <summary>The rating that is in force. At least one must be recorded.</summary>
    public RecordedRating Rating(VersionSet present) => RecordedRating.Highest(Ratings(present));

    /// <summary>
    /// Writes a session over its former record, but not over the session of another substation that stands for the same
    /// key, unless that is a failed attempt. An abandoned start is not written over the session itself either: a failed
    /// write may have recorded it, and an edge may have answered a client from that record. Another substation's record
    /// may arrive between the read and the write: the change then fails.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="at">When a session that it replaces, and that still ran, is said to have ended.</param>
    public RecordChange Record(ChargingSession session, DateTimeOffset at) => new(
        RecordKeys.Of(SessionPlace.Of(session)),
        OnConflict.Fails,
        present => Standing(present) is not { State: not SessionState.Invalid } standing
            || (standing.Substation == session.Substation
                && session is not { State: SessionState.Invalid, SupersededBy: null }),
        _ => codec.Encode(session))
    {
        IsForMajority = true,
        Kept = present => Superseded(session, Sessions(present), at),
    };

    /// <summary>
    /// Deletes the record of a session, unless another substation has written it since, or any writer changes it
    /// meanwhile.
    /// </summary>
    public RecordChange Forget(ChargingSession session) => new(
        RecordKeys.Of(SessionPlace.Of(session)),
        OnConflict.Drops,
        present => Standing(present)?.Substation == session.Substation,
        _ => null);

    /// <summary>
    /// Writes an epoch over lower ones. Another epoch that arrives between the read and the write may be higher or
    /// lower, so the change is decided again.
    /// </summary>
    public RecordChange Record(SubstationId substation, FencingEpoch epoch) => new(
        RecordKeys.OfEpoch(substation),
        OnConflict.DecidesAgain,
        present => Epoch(present) < epoch,
        _ => codec.Encode(epoch));

    /// <summary>
    /// Writes controls under a version above all recorded ones. A delayed write must not replace its successor.
    /// </summary>
    public RecordChange Record(SubstationId substation, SubstationControls controls) => new(
        RecordKeys.OfControls(substation),
        OnConflict.Fails,
        _ => true,
        present => codec.Encode(controls.Over(Read(present, codec.DecodeControls))));

    /// <summary>Writes a rating under a version above all recorded ones.</summary>
    public RecordChange Record(SubstationId substation, Kilowatts rating) => new(
        RecordKeys.OfRating(substation),
        OnConflict.Fails,
        _ => true,
        present => codec.Encode(RecordedRating.Over(Ratings(present), rating)));

    /// <summary>
    /// The sessions of other substations that a record replaces, as superseded: their substations may be starting, and
    /// would otherwise find no trace of them.
    /// </summary>
    private ImmutableArray<Mutation> Superseded(
        ChargingSession session, ChargingSession[] replaced, DateTimeOffset at) =>
    [
        .. replaced.Select(record => record.Substation).Distinct().Where(other => other != session.Substation)
            .Select(other => SessionRecords.Of([session, .. replaced], other, at))
            .Where(other => other?.SupersededBy is not null)
            .Select(other => new Mutation(RecordKeys.Of(SessionPlace.Of(other!)), new Value(codec.Encode(other!)))),
    ];

    private ChargingSession[] Sessions(VersionSet present) => Read(present, codec.DecodeSession);

    private RecordedRating[] Ratings(VersionSet present) => Read(present, codec.DecodeRating);

    private static T[] Read<T>(VersionSet present, Func<ReadOnlySpan<byte>, T> decode) =>
        [.. present.Versions.Where(version => version.Value is not null)
            .Select(version => decode(version.Value!.Bytes.Span))];
}
