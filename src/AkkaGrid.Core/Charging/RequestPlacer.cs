using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging;

/// <summary>Chooses a substation for a request, by policy, on what is believed of all of them.</summary>
/// <param name="epoch">The balancer's epoch.</param>
/// <param name="policy">How it chooses.</param>
/// <param name="fleet">The substations.</param>
/// <param name="ratings">What they are good for, absent ones too.</param>
/// <param name="decisions">Remembers each choice.</param>
/// <param name="refusals">What is told where there is no room.</param>
internal sealed class RequestPlacer(
    FencingEpoch epoch,
    IRoutingPolicy policy,
    Fleet fleet,
    KnownRatings ratings,
    DecisionLog decisions,
    Refusals refusals)
{
    /// <summary>Whether the substations of the whole grid have been heard of.</summary>
    public bool RatingsComplete { get; set; }

    /// <summary>
    /// Whether a substation that is not heard of yet may be large enough for a request that all known ones are too
    /// small for.
    /// </summary>
    public bool MustAwaitRatings(OpenRequest open) => !RatingsComplete && open.Request.Least > ratings.Largest;

    /// <summary>Says what is to become of a request now.</summary>
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

    /// <summary>What a request is answered that was placed nowhere until its deadline.</summary>
    public ChargeOutcome InVain(OpenRequest open, DateTimeOffset now) =>
        open.AwaitsRatings ? new ChargeOutcome.BalancerUnavailable()
        : open.HeldFor is not null ? VehicleGuard.Refusal(open)
        : refusals.NoRoomFor(open.Request.Least, now);

    /// <summary>
    /// A rating may have been raised and its report be on its way: only what all substations have confirmed is refused
    /// for good.
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

/// <summary>What is to become of a request.</summary>
/// <param name="Step">What is to be done.</param>
/// <param name="Substation">Where it is sent; null where it is not.</param>
/// <param name="Refusal">What it is answered; null where it is not refused.</param>
internal readonly record struct Placement(
    PlacementStep Step, SubstationId? Substation = null, ChargeOutcome? Refusal = null);

/// <summary>What is to be done with a request.</summary>
internal enum PlacementStep
{
    /// <summary>Hold it until the substations of the whole grid have been heard of.</summary>
    AwaitRatings,

    /// <summary>Let it wait for room.</summary>
    Wait,

    /// <summary>Ask all substations for their loads first.</summary>
    Confirm,

    /// <summary>Send it to a substation.</summary>
    Send,

    /// <summary>Refuse it.</summary>
    Refuse,
}
