namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>A message between the balancer and the host of a node's substations.</summary>
public interface IHostMessage : IChargingMessage;

/// <summary>Asks a node which substations it hosts.</summary>
public sealed record GetHost : IHostMessage
{
    /// <summary>The only instance.</summary>
    public static GetHost Instance { get; } = new();
}

/// <summary>The substations of a node, sent once all of them have read their records.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Highest">The highest epoch that one of them has seen.</param>
/// <param name="Substations">Their names.</param>
public sealed record HostAnnouncement(string Node, FencingEpoch Highest, IReadOnlyList<SubstationId> Substations)
    : IHostMessage;
