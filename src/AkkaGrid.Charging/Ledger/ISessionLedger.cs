using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Ledger;

/// <summary>
/// Where charging keeps what must survive: sessions with their keys, the epochs that substations have seen, their
/// controls, ratings.
/// </summary>
/// <remarks>
/// A task that completes means durable; one that fails means that it may or may not have been written. Writes of one
/// caller about one session or substation take effect in the order they were issued, a failed one no later than its successor.
/// What is read for a substation to start with comes after all that it issued before, so nothing comes on record unseen by it.
/// </remarks>
public interface ISessionLedger
{
    /// <summary>
    /// Completes when what the ledger reads is as complete as the reachable members of the grid can make it; a node that
    /// lost its disk waits here.
    /// </summary>
    Task ReadyAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes a session over its former record. Only the session's substation does so. Nothing is written over the session
    /// of another substation that stands for the same key; one that is superseded is kept beside it. Nor is the record of a
    /// start that was given up written over the session itself, which a failed write may have left there: an edge may have
    /// answered a client from it.
    /// </summary>
    /// <returns>The session that stands for the key: this one where it was written.</returns>
    Task<ChargingSession> RecordAsync(ChargingSession session, CancellationToken cancellationToken);

    /// <summary>The session that stands for a name, as it is on record here; null where there is no record.</summary>
    Task<ChargingSession?> FindAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>The session that stands for a name, looked for at other nodes where it is not on record here; null where nobody has it.</summary>
    Task<ChargingSession?> SearchAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>The sessions that a query selects, ordered by name; those that are superseded follow the one that stands.</summary>
    Task<IReadOnlyList<ChargingSession>> ListAsync(SessionQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Calls back each time that records of sessions have arrived which other nodes have written.
    /// </summary>
    /// <param name="written">
    /// Takes the sessions; null where a whole state of another node has arrived, which may have changed any record. It must not block.
    /// </param>
    /// <returns>Ends the subscription.</returns>
    IDisposable Follow(Action<IReadOnlyCollection<SessionId>?> written);

    /// <summary>All that a substation has on record, to resume; what does not stand is superseded.</summary>
    /// <param name="substation">The substation.</param>
    /// <param name="at">When a session that ran and is superseded is said to have ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ChargingSession>> ReadSessionsAsync(
        SubstationId substation, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the record of a session that has been kept long enough; not where another substation has written it since,
    /// which happens when a void session's key was tried again.
    /// </summary>
    Task ForgetAsync(ChargingSession session, CancellationToken cancellationToken);

    /// <summary>Writes the highest epoch that a substation has seen. An epoch that is below the one on record changes nothing.</summary>
    Task RecordEpochAsync(SubstationId substation, FencingEpoch epoch, CancellationToken cancellationToken);

    /// <summary>The highest epoch that a substation has seen; <see cref="FencingEpoch.None"/> where there is no record.</summary>
    Task<FencingEpoch> ReadEpochAsync(SubstationId substation, CancellationToken cancellationToken);

    /// <summary>Writes what a substation was told at run time, under a version above all that are on record.</summary>
    Task RecordControlsAsync(SubstationId substation, SubstationControls controls, CancellationToken cancellationToken);

    /// <summary>What a substation was told at run time, of several records the highest version; <see cref="SubstationControls.None"/> where there is no record.</summary>
    Task<SubstationControls> ReadControlsAsync(SubstationId substation, CancellationToken cancellationToken);

    /// <summary>Writes what a substation is good for.</summary>
    Task RecordRatingAsync(SubstationId substation, Kilowatts rating, CancellationToken cancellationToken);

    /// <summary>The ratings of all substations that there ever were, of several records the highest version.</summary>
    Task<IReadOnlyDictionary<SubstationId, Kilowatts>> ReadRatingsAsync(CancellationToken cancellationToken);
}
