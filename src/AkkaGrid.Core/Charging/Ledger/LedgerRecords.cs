using System.Collections.Immutable;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// Decides how charging's records are read and written: which of a key's versions is in force, and what a new record
/// becomes. A shell reads and writes the store.
/// </summary>
/// <remarks>
/// The greatest timestamp makes the store's winner, and after a clock jump, a partition or a restored backup that may
/// be an older record. So every decision here looks at all versions, the store's winner first, and no read takes the
/// winner alone.
/// </remarks>
/// <param name="codec">The records as bytes.</param>
public sealed class LedgerRecords(IRecordCodec codec)
{
    /// <summary>The session that stands for the key; null where there is no record.</summary>
    public ChargingSession? Standing(VersionSet present) => SessionRecords.Standing(Sessions(present));

    /// <summary>Takes what a substation has of the records of one key to its sessions.</summary>
    /// <remarks>
    /// A superseded session may be on record twice: in its running state, beside the session that stands, and in its
    /// ended state. A session that stands may have been recorded as superseded by another substation, before its own
    /// end was recorded.
    /// </remarks>
    /// <param name="present">All versions of the key.</param>
    /// <param name="substation">The substation.</param>
    /// <param name="at">When a session that ran and is superseded is said to have ended.</param>
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

    /// <summary>The highest epoch on record.</summary>
    public FencingEpoch Epoch(VersionSet present) => FencingEpoch.Highest(Read(present, codec.DecodeEpoch));

    /// <summary>The controls that are in force.</summary>
    public SubstationControls Controls(VersionSet present) =>
        SubstationControls.Highest(Read(present, codec.DecodeControls));

    /// <summary>The rating that is in force. There must be one.</summary>
    public RecordedRating Rating(VersionSet present) => RecordedRating.Highest(Ratings(present));

    /// <summary>
    /// Writes a session over its former record; not over the session of another substation that stands for the same
    /// key, unless that is a failed attempt. The record of a start that was given up is not written over the session
    /// itself either: a failed write may have left it there, and an edge may have answered a client from it. Another
    /// substation's record may arrive between the read and the write: the change then fails.
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
    /// Deletes the record of a session, unless another substation has written it since, or anybody writes it meanwhile.
    /// </summary>
    public RecordChange Forget(ChargingSession session) => new(
        RecordKeys.Of(SessionPlace.Of(session)),
        OnConflict.Drops,
        present => Standing(present)?.Substation == session.Substation,
        _ => null);

    /// <summary>
    /// Writes an epoch over lower ones. Another one that arrives between the read and the write may be higher, or not.
    /// </summary>
    public RecordChange Record(SubstationId substation, FencingEpoch epoch) => new(
        RecordKeys.OfEpoch(substation),
        OnConflict.DecidesAgain,
        present => Epoch(present) < epoch,
        _ => codec.Encode(epoch));

    /// <summary>
    /// Writes controls under a version above all that are there. A write that comes late must not replace its
    /// successor.
    /// </summary>
    public RecordChange Record(SubstationId substation, SubstationControls controls) => new(
        RecordKeys.OfControls(substation),
        OnConflict.Fails,
        _ => true,
        present => codec.Encode(controls.Over(Read(present, codec.DecodeControls))));

    /// <summary>Writes a rating under a version above all that are there.</summary>
    public RecordChange Record(SubstationId substation, Kilowatts rating) => new(
        RecordKeys.OfRating(substation),
        OnConflict.Fails,
        _ => true,
        present => codec.Encode(RecordedRating.Over(Ratings(present), rating)));

    /// <summary>
    /// The sessions of other substations that a record replaces, as superseded: their substations may be starting, and
    /// would find no trace of them.
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
