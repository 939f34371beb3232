using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>The state of the balancer, for people.</summary>
/// <param name="Decisions">Its last decisions, newest first.</param>
/// <param name="Refused">
/// The refused shares of the last minutes; null without requests, or before the first measurement.
/// </param>
public sealed record ServiceReading(IReadOnlyList<Decision> Decisions, RefusedShares? Refused);

/// <summary>The shares of the requested power that were refused, from 0 to 1.</summary>
/// <param name="Power">The share that was refused.</param>
/// <param name="PooledPower">
/// The share that a single pooled substation would have refused; null while too little is known.
/// </param>
public sealed record RefusedShares(double Power, double? PooledPower);
