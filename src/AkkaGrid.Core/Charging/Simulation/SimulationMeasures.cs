namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>The results of a simulated grid.</summary>
/// <param name="Classes">The results of each size, by size.</param>
/// <param name="AvoidableRejections">How many requests were refused while some substation had room.</param>
/// <param name="CapacityViolations">How often a substation exceeded its limit.</param>
/// <param name="WaitSeconds">The total wait of the accepted vehicles, in seconds.</param>
/// <param name="GrantedShare">The sum, over the accepted vehicles, of the granted share of the requested power.</param>
public sealed record SimulationMeasures(
    IReadOnlyList<ClassMeasures> Classes,
    long AvoidableRejections,
    long CapacityViolations,
    double WaitSeconds,
    double GrantedShare)
{
    /// <summary>How many vehicles arrived.</summary>
    public long Offered => Classes.Sum(size => size.Offered);

    /// <summary>How many were granted power.</summary>
    public long Accepted => Classes.Sum(size => size.Accepted);

    /// <summary>The accepted share of all arrivals, including those that fit no substation.</summary>
    public double Acceptance => Offered == 0 ? 0 : (double)Accepted / Offered;

    /// <summary>The refused share of the requests for which some substation is large enough.</summary>
    public double CountBlocking => Share(size => size.Offered - size.Accepted, size => size.Offered);

    /// <summary>The same, each vehicle weighted by its power: the refused share of the requested energy.</summary>
    public double PowerBlocking =>
        Share(size => (size.Offered - size.Accepted) * size.Size, size => size.Offered * size.Size);

    /// <summary>Jain's index of fairness among the sizes that fit: 1 where all are accepted at the same rate.</summary>
    public double Jain
    {
        get
        {
            var shares = Fitting.Where(size => size.Offered > 0).Select(size => 1 - size.Blocking).ToArray();
            var squares = shares.Sum(share => share * share);
            return squares == 0 ? 1 : shares.Sum() * shares.Sum() / (shares.Length * squares);
        }
    }

    /// <summary>The mean wait of accepted vehicles.</summary>
    public TimeSpan MeanWait => TimeSpan.FromSeconds(Accepted == 0 ? 0 : WaitSeconds / Accepted);

    /// <summary>The mean share of its requested power that an accepted vehicle was granted.</summary>
    public double MeanGrant => Accepted == 0 ? 1 : GrantedShare / Accepted;

    private IEnumerable<ClassMeasures> Fitting => Classes.Where(size => size.Fits);

    /// <summary>Aggregates several runs.</summary>
    public static SimulationMeasures Sum(IReadOnlyCollection<SimulationMeasures> runs) => new(
        [.. runs.SelectMany(run => run.Classes)
            .GroupBy(size => (size.Size, size.Fits))
            .OrderBy(group => group.Key.Size)
            .Select(group => new ClassMeasures(
                group.Key.Size, group.Sum(size => size.Offered), group.Sum(size => size.Accepted), group.Key.Fits))],
        runs.Sum(run => run.AvoidableRejections),
        runs.Sum(run => run.CapacityViolations),
        runs.Sum(run => run.WaitSeconds),
        runs.Sum(run => run.GrantedShare));

    private double Share(Func<ClassMeasures, long> part, Func<ClassMeasures, long> whole)
    {
        var all = Fitting.Sum(whole);
        return all == 0 ? 0 : (double)Fitting.Sum(part) / all;
    }
}
