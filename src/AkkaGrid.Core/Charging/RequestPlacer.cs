using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging;

/// <summary>Chooses a substation for a request, by policy, on the balancer's beliefs about all of them.</summary>
/// <param name="epoch">The balancer's epoch.</param>
/// <param name="policy">The routing policy.</param>
/// <param name="fleet">The substations.</param>
/// <param name="ratings">The known ratings, of absent substations too.</param>
/// <param name="decisions">Records each choice.</param>
/// <param name="refusals">Builds the refusals.</param>
internal sealed class RequestPlacer(
    FencingEpoch epoch,
    IRoutingPolicy policy,
    Fleet fleet,
    KnownRatings ratings,
    DecisionLog decisions,
    Refusals refusals)
{
    /// <summary>Whether all substations of the grid have reported.</summary>
    public bool RatingsComplete { get; set; }

    /// <summary>
    /// Whether a substation that has not reported yet may be large enough for a request that exceeds all known ratings.
    /// </summary>
    public bool MustAwaitRatings(OpenRequest open) => !RatingsComplete && open.Request.Least > ratings.Largest;

    /// <summary>Decides the next step for a request.</summary>
    public Placement Place(OpenRequest open, DateTimeOffset now)
    {
        open.AskForAll();
        var (amount, least) = (open.Request.Amount, open.Request.Least);
        open.AwaitsRatings = MustAwaitRatings(open);
        if (open.AwaitsRatings)
            return new Placement(PlacementStep.AwaitRatings);
        if (ratings.Largest > Kilowatts.Zero && least > ratings.Largest)
            return OfTooLarge(open, now);

        var loads = fleet.Survey(open, now);
        var chosen = policy.Choose(new RoutingQuery(open.Request, amount, now, loads));
        if (chosen is null && open.WaitsUntil > now && Fleet.MaxOf(loads, amount) < least)
            return new Placement(PlacementStep.Wait);
        if (chosen is null && !open.Confirmed)
            return new Placement(PlacementStep.Confirm);
        if (chosen is null && Fleet.MaxOf(loads, amount) is var most && most >= least)
        {
            open.AskForLess(open.Request.PartOf(most, least));
            chosen = policy.Choose(new RoutingQuery(open.Request, open.Proposed, now, loads));
        }

        decisions.Add(
            new Decision(open.Request.SessionId, now, epoch, policy.Name, amount, chosen?.Id, []), fleet.Candidates);
        return chosen is { } substation
            ? new Placement(PlacementStep.Send, substation.Id)
            : new Placement(PlacementStep.Refuse, Refusal: refusals.NoRoomFor(least, now));
    }

    /// <summary>The answer to a request that could not be placed until its deadline.</summary>
    public ChargeOutcome InVain(OpenRequest open, DateTimeOffset now) =>
        open.AwaitsRatings ? new ChargeOutcome.BalancerUnavailable()
        : open.HeldFor is not null ? VehicleGuard.Refusal(open)
        : refusals.NoRoomFor(open.Request.Least, now);

    /// <summary>
    /// Refuses a request that exceeds every rating for good only once all substations have confirmed theirs: a rating
    /// may have been raised and its report be in transit.
    /// </summary>
    private Placement OfTooLarge(OpenRequest open, DateTimeOffset now)
    {
        if (!open.Confirmed)
            return new Placement(PlacementStep.Confirm);
        return new Placement(PlacementStep.Refuse, Refusal: open.IsConfirmedByAll
            ? new ChargeOutcome.ExceedsLargestSubstation(ratings.Largest)
            : refusals.NoRoomFor(open.Request.Least, now));
    }
}

/// <summary>The next step for a request.</summary>
/// <param name="Step">The step.</param>
/// <param name="Substation">The substation to send it to; null for other steps.</param>
/// <param name="Refusal">The refusal; null for other steps.</param>
internal readonly record struct Placement(
    PlacementStep Step, SubstationId? Substation = null, ChargeOutcome? Refusal = null);

/// <summary>The steps that a request can take next.</summary>
internal enum PlacementStep
{
    /// <summary>Hold it until all substations of the grid have reported.</summary>
    AwaitRatings,

    /// <summary>Let it wait for room.</summary>
    Wait,

    /// <summary>Probe all substations first.</summary>
    Confirm,

    /// <summary>Send a start to a substation.</summary>
    Send,

    /// <summary>Refuse it.</summary>
    Refuse,
}
