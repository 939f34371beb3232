namespace AkkaGrid.Core.Charging;

/// <summary>
/// The known ratings of the substations, including absent ones: a request larger than all of them will never fit.
/// </summary>
internal sealed class KnownRatings(IReadOnlyDictionary<SubstationId, Kilowatts> recorded)
{
    private readonly Dictionary<SubstationId, Kilowatts> _ratings = new(recorded);

    /// <summary>All ratings: the recorded ones, updated from load reports.</summary>
    public IReadOnlyDictionary<SubstationId, Kilowatts> All => _ratings;

    public Kilowatts Largest { get; private set; } = recorded.Values.DefaultIfEmpty(Kilowatts.Zero).Max();

    public void Take(LoadReport report)
    {
        if (_ratings.TryGetValue(report.Substation, out var known) && known == report.Rating)
            return;
        _ratings[report.Substation] = report.Rating;
        Largest = _ratings.Values.Max();
    }
}
