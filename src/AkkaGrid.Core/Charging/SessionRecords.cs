namespace AkkaGrid.Core.Charging;

/// <summary>
/// What is on record under the one name that a key gives its session. It can be more than one session: while the grid
/// is parted, each side starts one and does not know of the other's record.
/// </summary>
public static class SessionRecords
{
    /// <summary>
    /// The session that stands, the same wherever the same is on record: one that is over, as then the request has had
    /// its session, and else the store's winner, unless that only says that an attempt has failed.
    /// </summary>
    /// <remarks>
    /// A record that comes back from the past never revives a completed session. Where two sessions run, neither is the
    /// later state of the other, and the store's winner is right: any choice will do that all nodes make alike.
    /// </remarks>
    /// <param name="records">What is on record, the store's winner first.</param>
    public static ChargingSession? Standing(IReadOnlyList<ChargingSession> records) =>
        records.FirstOrDefault(record => record.State == SessionState.Completed)
        ?? records.FirstOrDefault(record => record.State != SessionState.Invalid)
        ?? (records.Count > 0 ? records[0] : null);

    /// <summary>What a substation has of them: a session that does not stand is superseded.</summary>
    /// <param name="records">What is on record, the store's winner first.</param>
    /// <param name="substation">The substation.</param>
    /// <param name="at">When a session that still ran is said to have ended.</param>
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
