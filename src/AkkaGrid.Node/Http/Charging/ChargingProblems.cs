using System.Globalization;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;
using ChargeRequest = AkkaGrid.Core.Charging.ChargeRequest;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>Why a charge request was not accepted, as problem details. The status says whether to try again.</summary>
internal static class ChargingProblems
{
    // The balancer moves within a second or two when its node leaves, and in some seconds when its node dies.
    private const int BalancerRetrySeconds = 2;
    private const int OverloadRetrySeconds = 1;

    /// <summary>The answer to anything but an accepted request.</summary>
    /// <param name="outcome">How the request ended.</param>
    /// <param name="request">The request.</param>
    /// <param name="headers">Where <c>Retry-After</c> and <c>Location</c> go.</param>
    public static IResult Of(ChargeOutcome outcome, ChargeRequest request, IHeaderDictionary headers)
    {
        switch (outcome)
        {
            case ChargeOutcome.NoCapacity full:
                headers.RetryAfter = Text(Math.Max(1, (long)Math.Ceiling(full.RetryAfter.TotalSeconds)));
                return Problems.Of(503, ProblemKinds.NoCapacity, full.IsWithoutSubstation
                        ? "No substation is known: no node of the cluster has one configured (AkkaGrid:Substations), "
                            + "or none has reported in the last seconds."
                        : $"No substation has {request.Least} free now; the largest free capacity is "
                            + $"{full.LargestFree}.",
                    ("requested_kw", request.Amount.Value), ("largest_free_kw", full.LargestFree.Value));
            case ChargeOutcome.Curtailed curtailed:
                headers.RetryAfter = Text(Math.Max(1, (long)Math.Ceiling(curtailed.RetryAfter.TotalSeconds)));
                return Problems.Of(503, ProblemKinds.Curtailed,
                    $"{request.Least} is more than any substation may give while limits are in force; the largest "
                        + $"limit now is {curtailed.LargestLimit}.",
                    ("requested_kw", request.Amount.Value),
                    ("largest_limit_kw", curtailed.LargestLimit.Value),
                    ("largest_free_kw", curtailed.LargestFree.Value));
            case ChargeOutcome.ExceedsLargestSubstation exceeds:
                return Problems.Of(422, ProblemKinds.ExceedsLargestSubstation,
                    $"{request.Least} is more than any substation is rated for; the largest rating is "
                        + $"{exceeds.LargestRating}.",
                    ("requested_kw", request.Amount.Value), ("largest_substation_kw", exceeds.LargestRating.Value));
            case ChargeOutcome.KeyReused reused:
                return Problems.Of(422, ProblemKinds.IdempotencyKeyReuse,
                    $"The {GridHeaders.IdempotencyKey} was sent before with another body; use a new "
                        + "key for a new request.",
                    ("session_id", reused.Session.Value));
            case ChargeOutcome.VehicleCharging charging:
                return Problems.Of(409, ProblemKinds.VehicleCharging,
                    charging.Substation is { } at
                        ? $"The vehicle already has the session {charging.Session} at {at}, and may have only one; end "
                            + "it first, or wait until it ends."
                        : $"The vehicle has already asked for the session {charging.Session}, and may have "
                            + "only one; wait for that answer.",
                    ("session_id", charging.Session.Value), ("session_url", ChargingRoutes.Path(charging.Session)));
            case ChargeOutcome.NotRecorded failed:
                headers.RetryAfter = Text(BalancerRetrySeconds);
                return Problems.Of(503, ProblemKinds.SessionNotRecorded,
                    $"Substation {failed.Substation} could not record the session; try again with the same key; that "
                        + "never starts a second session.");
            case ChargeOutcome.BalancerUnavailable:
                headers.RetryAfter = Text(BalancerRetrySeconds);
                return Problems.Of(503, ProblemKinds.BalancerUnavailable,
                    "No balancer answers at the moment, and no session was started; try again with the same key.");
            case ChargeOutcome.Overloaded:
                headers.RetryAfter = Text(OverloadRetrySeconds);
                return Problems.Of(503, ProblemKinds.Overloaded,
                    "The node has reached its limit of requests in progress, so this one was not sent; try "
                        + "again with the same key.");
            case ChargeOutcome.Unknown unknown:
                headers.Location = ChargingRoutes.Path(unknown.Session);
                return Problems.Of(504, ProblemKinds.OutcomeUnknown,
                    $"It is unknown whether the session started; read {ChargingRoutes.Path(unknown.Session)} or try "
                        + "again with the same key.",
                    ("session_id", unknown.Session.Value), ("session_url", ChargingRoutes.Path(unknown.Session)));
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "Not a refusal");
        }
    }

    public static IResult Invalid(string detail) => Problems.Of(400, ProblemKinds.InvalidRequest, detail);

    public static IResult NotFound(string detail) => Problems.Of(404, ProblemKinds.NotFound, detail);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
