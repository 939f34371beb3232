namespace AkkaGrid.Core.Charging;

/// <summary>
/// Takes the reports of the substations that obey the balancer's epoch, and says of the others what is to be done.
/// </summary>
/// <param name="epoch">The epoch.</param>
/// <param name="fleet">The substations.</param>
/// <param name="ratings">What they are good for.</param>
internal sealed class ReportIntake(FencingEpoch epoch, Fleet fleet, KnownRatings ratings)
{
    /// <summary>Takes a report.</summary>
    /// <returns>
    /// What is to be done about its epoch; null where that is the balancer's, or the report is to be ignored.
    /// </returns>
    public IDispatcherEffect? Take(LoadReport report, DateTimeOffset now)
    {
        if (report.Epoch > epoch)
            return new EpochSuperseded(report.Epoch);
        if (!fleet.TryGet(report.Substation, out var account))
            return null;

        // Sent before the claim, or by a substation that has forgotten it; the second is told apart by its number.
        if (report.Epoch < epoch)
            return report.Sequence > account.Report.Sequence ? new ClaimAgain(report.Substation) : null;

        account.Take(report, now);
        ratings.Take(account.Report);
        return null;
    }
}
