using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Lab;

/// <summary>How updates that stem from one replica reach another, by whatever path.</summary>
/// <param name="From">Whose updates.</param>
/// <param name="To">At which replica.</param>
/// <param name="Mode">What happens to them.</param>
/// <param name="Delay">How late they are, for <see cref="LinkMode.Delay"/>.</param>
/// <param name="Rate">
/// The share of updates that it happens to, 0 to 1, for <see cref="LinkMode.Drop"/>, <see cref="LinkMode.Delay"/> and
/// <see cref="LinkMode.Duplicate"/>.
/// </param>
public sealed record Link(ReplicaId From, ReplicaId To, LinkMode Mode, TimeSpan Delay, double Rate);
