using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Scenarios.Charging.Faults;

/// <summary>A request that was sent to one edge, and what became of it there.</summary>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Edge">The edge, by the number of its node from 1.</param>
/// <param name="Took">How long the client waited.</param>
/// <param name="Accepted">The session; null where none was told of.</param>
/// <param name="Refused">The refusal; null where there was none.</param>
/// <param name="Failure">Why there was no answer; null where there was one.</param>
internal sealed record ChargeAttempt(
    string Key, int Edge, TimeSpan Took, ChargeAccepted? Accepted, GridException? Refused, string? Failure)
{
    public override string ToString() =>
        $"{Key} at node{Edge} after {Took.TotalSeconds:0.0} s: "
        + (Accepted?.SubstationId ?? Failure ?? $"{Refused!.Status} {Refused.Kind}: {Refused.Message}");
}
