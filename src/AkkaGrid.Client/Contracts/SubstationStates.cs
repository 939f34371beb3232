namespace AkkaGrid.Client.Contracts;

/// <summary>The words of <see cref="Substation.State"/>.</summary>
public static class SubstationStates
{
    /// <summary>Takes sessions.</summary>
    public const string Active = "active";

    /// <summary>Lets its sessions end and takes no new ones.</summary>
    public const string Draining = "draining";

    /// <summary>Has not reported for a while; what is shown is the last that was heard.</summary>
    public const string Unreachable = "unreachable";
}
