using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Lab;

/// <summary>
/// A fault to inject into the updates that one replica made, on their way to another, by whatever path they come.
/// </summary>
/// <param name="From">The replica that made the updates.</param>
/// <param name="To">The replica that receives them.</param>
/// <param name="Mode">The fault.</param>
/// <param name="Delay">The delay, for <see cref="LinkMode.Delay"/>.</param>
/// <param name="Rate">
/// The share of updates that it affects, 0 to 1, for <see cref="LinkMode.Drop"/>, <see cref="LinkMode.Delay"/> and
/// <see cref="LinkMode.Duplicate"/>.
/// </param>
public sealed record Link(ReplicaId From, ReplicaId To, LinkMode Mode, TimeSpan Delay, double Rate);
