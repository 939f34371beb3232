namespace AkkaGrid.Core.Charging;

/// <summary>
/// Accepts the load reports of substations that obey the balancer's epoch, and decides how to react to the epochs of
/// the others.
/// </summary>
/// <param name="epoch">The epoch.</param>
/// <param name="fleet">The substations.</param>
/// <param name="ratings">The known ratings.</param>
internal sealed class ReportIntake(FencingEpoch epoch, Fleet fleet, KnownRatings ratings)
{
    /// <summary>Handles a report.</summary>
    /// <returns>The reaction to its epoch; null where the epoch is the balancer's, or the report is ignored.</returns>
    public IDispatcherEffect? Take(LoadReport report, DateTimeOffset now)
    {
        if (report.Epoch > epoch)
            return new EpochSuperseded(report.Epoch);
        if (!fleet.TryGet(report.Substation, out var account))
            return null;

        // The report was sent before the claim, or by a substation that has lost its epoch; the sequence number
        // distinguishes the two.
        if (report.Epoch < epoch)
            return report.Sequence > account.Report.Sequence ? new ClaimAgain(report.Substation) : null;

        account.Take(report, now);
        ratings.Take(account.Report);
        return null;
    }
}
