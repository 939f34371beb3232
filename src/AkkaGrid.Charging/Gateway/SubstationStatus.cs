using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>A substation as this node knows it.</summary>
/// <param name="Report">Its last report.</param>
/// <param name="Age">How long ago that came.</param>
/// <param name="Silent">Whether that is too long ago for it to be sent anything.</param>
public sealed record SubstationStatus(LoadReport Report, TimeSpan Age, bool Silent)
{
    /// <summary>The time there, in which its sessions begin and end.</summary>
    public DateTimeOffset Clock => Report.Clock + Age;
}
