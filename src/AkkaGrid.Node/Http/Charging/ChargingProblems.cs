using System.Globalization;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;
using ChargeRequest = AkkaGrid.Core.Charging.ChargeRequest;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>Why a charge request was not accepted, as problem details: what it may do about it is in the status.</summary>
internal static class ChargingProblems
{
    // A balancer moves in a second or two when its node leaves, in some more when it dies.
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
                        ? "No substation is known: none is configured at any node of the cluster (AkkaGrid:Substations), or none has been heard of in the last seconds."
                        : $"No substation has {request.Least} free now; the most that one has is {full.LargestFree}.",
                    ("requested_kw", request.Amount.Value), ("largest_free_kw", full.LargestFree.Value));
            case ChargeOutcome.Curtailed curtailed:
                headers.RetryAfter = Text(Math.Max(1, (long)Math.Ceiling(curtailed.RetryAfter.TotalSeconds)));
                return Problems.Of(503, ProblemKinds.Curtailed,
                    $"{request.Least} is more than any substation may give while it is curtailed; the most that one may is {curtailed.LargestLimit}.",
                    ("requested_kw", request.Amount.Value),
                    ("largest_limit_kw", curtailed.LargestLimit.Value),
                    ("largest_free_kw", curtailed.LargestFree.Value));
            case ChargeOutcome.ExceedsLargestSubstation exceeds:
                return Problems.Of(422, ProblemKinds.ExceedsLargestSubstation,
                    $"{request.Least} is more than any substation is built for; the largest has {exceeds.LargestRating}.",
                    ("requested_kw", request.Amount.Value), ("largest_substation_kw", exceeds.LargestRating.Value));
            case ChargeOutcome.KeyReused reused:
                return Problems.Of(422, ProblemKinds.IdempotencyKeyReuse,
                    $"The {GridHeaders.IdempotencyKey} was sent before with another body; use a new key for a new request.",
                    ("session_id", reused.Session.Value));
            case ChargeOutcome.VehicleCharging charging:
                return Problems.Of(409, ProblemKinds.VehicleCharging,
                    charging.Substation is { } at
                        ? $"The vehicle has the session {charging.Session} at {at} already, and may have only one; end that first, or wait for its end."
                        : $"The vehicle has asked for the session {charging.Session} already, and may have only one; wait for its answer.",
                    ("session_id", charging.Session.Value), ("session_url", ChargingRoutes.Path(charging.Session)));
            case ChargeOutcome.NotRecorded failed:
                headers.RetryAfter = Text(BalancerRetrySeconds);
                return Problems.Of(503, ProblemKinds.SessionNotRecorded,
                    $"Substation {failed.Substation} could not record the session; try again with the same key, which starts no second session.");
            case ChargeOutcome.BalancerUnavailable:
                headers.RetryAfter = Text(BalancerRetrySeconds);
                return Problems.Of(503, ProblemKinds.BalancerUnavailable,
                    "No balancer answers at the moment and nothing was started; try again with the same key.");
            case ChargeOutcome.Overloaded:
                headers.RetryAfter = Text(OverloadRetrySeconds);
                return Problems.Of(503, ProblemKinds.Overloaded,
                    "As many requests are under way as may be, so this one was not placed; try again with the same key.");
            case ChargeOutcome.Unknown unknown:
                headers.Location = ChargingRoutes.Path(unknown.Session);
                return Problems.Of(504, ProblemKinds.OutcomeUnknown,
                    $"Whether the session started is not known; look at {ChargingRoutes.Path(unknown.Session)} or try again with the same key.",
                    ("session_id", unknown.Session.Value), ("session_url", ChargingRoutes.Path(unknown.Session)));
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "Not a refusal");
        }
    }

    public static IResult Invalid(string detail) => Problems.Of(400, ProblemKinds.InvalidRequest, detail);

    public static IResult NotFound(string detail) => Problems.Of(404, ProblemKinds.NotFound, detail);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
