namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>What a simulated grid did.</summary>
/// <param name="Classes">How each size fared, by size.</param>
/// <param name="AvoidableRejections">Refusals while some substation had room.</param>
/// <param name="CapacityViolations">Moments at which a substation gave more than its limit.</param>
/// <param name="WaitSeconds">How long those that were accepted waited together, in seconds.</param>
/// <param name="GrantedShare">The sum over the accepted of the share of its power that each was granted.</param>
public sealed record SimulationMeasures(
    IReadOnlyList<ClassMeasures> Classes,
    long AvoidableRejections,
    long CapacityViolations,
    double WaitSeconds,
    double GrantedShare)
{
    /// <summary>How many vehicles came.</summary>
    public long Offered => Classes.Sum(size => size.Offered);

    /// <summary>How many were given power.</summary>
    public long Accepted => Classes.Sum(size => size.Accepted);

    /// <summary>The share of all that came, also of those that fit nowhere, that was given power.</summary>
    public double Acceptance => Offered == 0 ? 0 : (double)Accepted / Offered;

    /// <summary>The share of those for which some substation is large enough that was refused.</summary>
    public double CountBlocking => Share(size => size.Offered - size.Accepted, size => size.Offered);

    /// <summary>
    /// The same, each vehicle weighted by its power: what is refused of the energy that is asked for.
    /// </summary>
    public double PowerBlocking =>
        Share(size => (size.Offered - size.Accepted) * size.Size, size => size.Offered * size.Size);

    /// <summary>
    /// Jain's index of fairness among the sizes that fit: 1 where each is accepted as often as the others.
    /// </summary>
    public double Jain
    {
        get
        {
            var shares = Fitting.Where(size => size.Offered > 0).Select(size => 1 - size.Blocking).ToArray();
            var squares = shares.Sum(share => share * share);
            return squares == 0 ? 1 : shares.Sum() * shares.Sum() / (shares.Length * squares);
        }
    }

    /// <summary>How long those that were accepted waited, on average.</summary>
    public TimeSpan MeanWait => TimeSpan.FromSeconds(Accepted == 0 ? 0 : WaitSeconds / Accepted);

    /// <summary>The share of its power that an accepted vehicle was granted, on average.</summary>
    public double MeanGrant => Accepted == 0 ? 1 : GrantedShare / Accepted;

    private IEnumerable<ClassMeasures> Fitting => Classes.Where(size => size.Fits);

    /// <summary>Several runs as one.</summary>
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
