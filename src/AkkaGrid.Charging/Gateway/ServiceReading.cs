using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>How the balancer serves, as people look at it.</summary>
/// <param name="Decisions">Its last decisions, the last one first.</param>
/// <param name="Refused">What was refused in the last minutes; null where nothing came, or nothing is known yet.</param>
public sealed record ServiceReading(IReadOnlyList<Decision> Decisions, RefusedShares? Refused);

/// <summary>The share of the power asked for that was refused, from 0 to 1.</summary>
/// <param name="Power">By the substations.</param>
/// <param name="PooledPower">What one undivided pool would have refused; null while too little is known.</param>
public sealed record RefusedShares(double Power, double? PooledPower);
