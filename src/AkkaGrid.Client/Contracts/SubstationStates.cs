namespace AkkaGrid.Client.Contracts;

/// <summary>The words of <see cref="Substation.State"/>.</summary>
public static class SubstationStates
{
    /// <summary>Takes sessions.</summary>
    public const string Active = "active";

    /// <summary>Lets its sessions end and takes no new ones.</summary>
    public const string Draining = "draining";
}
