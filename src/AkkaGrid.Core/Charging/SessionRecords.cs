namespace AkkaGrid.Core.Charging;

/// <summary>
/// Decides which of the sessions on record for one key stands. There can be more than one: during a partition, each
/// side may start a session without seeing the other side's record.
/// </summary>
public static class SessionRecords
{
    /// <summary>
    /// The session that stands, the same at every node with the same records: a completed one, because the request then
    /// has had its session; otherwise the store's winner among those that are not failed attempts.
    /// </summary>
    /// <remarks>
    /// A restored old record never revives a completed session. Of two running sessions neither is the later state of
    /// the other, so any choice is right that all nodes make alike: the store's winner.
    /// </remarks>
    /// <param name="records">The recorded sessions, the store's winner first.</param>
    public static ChargingSession? Standing(IReadOnlyList<ChargingSession> records) =>
        records.FirstOrDefault(record => record.State == SessionState.Completed)
        ?? records.FirstOrDefault(record => record.State != SessionState.Invalid)
        ?? (records.Count > 0 ? records[0] : null);

    /// <summary>The session of one substation among them: if it does not stand, it is superseded.</summary>
    /// <param name="records">The recorded sessions, the store's winner first.</param>
    /// <param name="substation">The substation.</param>
    /// <param name="at">The end to record for a session that still ran.</param>
    public static ChargingSession? Of(
        IReadOnlyList<ChargingSession> records, SubstationId substation, DateTimeOffset at)
    {
        if (Standing(records) is not { } standing)
            return null;
        return standing.Substation == substation
            ? standing
            : records.FirstOrDefault(record => record.Substation == substation && record.State != SessionState.Invalid)?
                .Superseded(standing.Substation, at);
    }
}
