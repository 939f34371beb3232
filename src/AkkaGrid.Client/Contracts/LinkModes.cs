namespace AkkaGrid.Client.Contracts;

/// <summary>The words of <see cref="LabLink.Mode"/>.</summary>
public static class LinkModes
{
    /// <summary>Keeps every update that stems from one replica away from the other, by whatever path.</summary>
    public const string Hold = "hold";

    /// <summary>Delivers late.</summary>
    public const string Delay = "delay";

    /// <summary>Loses a share.</summary>
    public const string Drop = "drop";

    /// <summary>Sends a share twice.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Lets everything through again.</summary>
    public const string Pass = "pass";
}
