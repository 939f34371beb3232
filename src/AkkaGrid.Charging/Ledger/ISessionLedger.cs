using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Ledger;

/// <summary>
/// Stores the records that must survive restarts: sessions with their keys, the epochs that substations have seen,
/// their controls, their ratings.
/// </summary>
/// <remarks>
/// Where a write's task completes, the record is durable; where it fails, the record may or may not be written. Writes
/// of one caller for one session or substation take effect in the order in which they were issued, a failed one no
/// later than its successor. A substation that starts reads after all writes that it issued before have ended, so no
/// record appears later without its knowledge.
/// </remarks>
public interface ISessionLedger
{
    /// <summary>
    /// Completes when reads are as complete as the reachable members of the grid can make them; a node that lost its
    /// disk waits here.
    /// </summary>
    Task ReadyAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the record of a session. Only the session's substation does so. The session of another substation that
    /// stands for the same key is not replaced; a superseded session is kept beside it. Nor does the record of an
    /// abandoned start replace the session itself, which a failed write may have left there: a client may have been
    /// answered from it.
    /// </summary>
    /// <returns>The session that stands for the key: this one where it was written.</returns>
    Task<ChargingSession> RecordAsync(ChargingSession session, CancellationToken cancellationToken);

    /// <summary>The session that stands for a name, by this node's records; null where there is no record.</summary>
    Task<ChargingSession?> FindAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>
    /// The session that stands for a name, also from other nodes where this node has no record; null where no node has
    /// it.
    /// </summary>
    Task<ChargingSession?> SearchAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>
    /// The sessions that a query selects, ordered by name; superseded sessions follow the one that stands.
    /// </summary>
    Task<IReadOnlyList<ChargingSession>> ListAsync(SessionQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Calls back each time that records of sessions have arrived from other nodes.
    /// </summary>
    /// <param name="written">
    /// Receives the sessions; null where the whole state of another node has arrived, which may have changed any
    /// record. It must not block.
    /// </param>
    /// <returns>Ends the subscription.</returns>
    IDisposable Follow(Action<IReadOnlyCollection<SessionId>?> written);

    /// <summary>
    /// The recorded sessions of a substation, to resume; those that do not stand for their key are superseded.
    /// </summary>
    /// <param name="substation">The substation.</param>
    /// <param name="at">The time of the end of a running session that is superseded.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<ChargingSession>> ReadSessionsAsync(
        SubstationId substation, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the record of a session that has been kept long enough; not where another substation has written it
    /// since, as when a request with the key of an invalid session was repeated.
    /// </summary>
    Task ForgetAsync(ChargingSession session, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the highest epoch that a substation has seen. An epoch below the recorded one changes nothing.
    /// </summary>
    Task RecordEpochAsync(SubstationId substation, FencingEpoch epoch, CancellationToken cancellationToken);

    /// <summary>
    /// The highest epoch that a substation has seen; <see cref="FencingEpoch.None"/> where there is no record.
    /// </summary>
    Task<FencingEpoch> ReadEpochAsync(SubstationId substation, CancellationToken cancellationToken);

    /// <summary>Writes the controls of a substation, under a version above all recorded ones.</summary>
    Task RecordControlsAsync(SubstationId substation, SubstationControls controls, CancellationToken cancellationToken);

    /// <summary>
    /// The controls of a substation, of several records the highest version; <see cref="SubstationControls.None"/>
    /// where there is no record.
    /// </summary>
    Task<SubstationControls> ReadControlsAsync(SubstationId substation, CancellationToken cancellationToken);

    /// <summary>Writes the rating of a substation.</summary>
    Task RecordRatingAsync(SubstationId substation, Kilowatts rating, CancellationToken cancellationToken);

    /// <summary>The ratings of all substations, present and former; of several records the highest version.</summary>
    Task<IReadOnlyDictionary<SubstationId, Kilowatts>> ReadRatingsAsync(CancellationToken cancellationToken);
}
