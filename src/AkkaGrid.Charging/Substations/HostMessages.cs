using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Substations;

/// <summary>What the balancer and the hosts of substations say to each other.</summary>
internal interface IHostMessage : IChargingMessage;

/// <summary>Which substations do you host?</summary>
internal sealed record GetHost : IHostMessage
{
    public static GetHost Instance { get; } = new();
}

/// <summary>The substations of a node; told once all of them have read their records.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Highest">The highest epoch that one of them has seen.</param>
/// <param name="Substations">Their names.</param>
internal sealed record HostHere(string Node, FencingEpoch Highest, IReadOnlyList<SubstationId> Substations) : IHostMessage;
