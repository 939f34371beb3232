using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>A substation as this node knows it.</summary>
/// <param name="Report">Its last report.</param>
/// <param name="Age">How long ago the report arrived.</param>
/// <param name="Silent">Whether that is too long ago, so that the substation counts as unreachable.</param>
public sealed record SubstationStatus(LoadReport Report, TimeSpan Age, bool Silent)
{
    /// <summary>The time at the substation: its sessions begin and end by that clock.</summary>
    public DateTimeOffset Clock => Report.Clock + Age;
}
