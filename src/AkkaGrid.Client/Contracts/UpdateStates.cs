namespace AkkaGrid.Client.Contracts;

/// <summary>Where an update can stand at a node: <see cref="UpdateExplanation.State"/>.</summary>
public static class UpdateStates
{
    /// <summary>Delivered: whoever reads at the node sees it, or what has replaced it.</summary>
    public const string Delivered = "delivered";

    /// <summary>Here, and waiting for updates that come before it.</summary>
    public const string Waiting = "waiting";

    /// <summary>Not here; other replicas have it.</summary>
    public const string Elsewhere = "elsewhere";

    /// <summary>Nobody that the node has heard of has it.</summary>
    public const string Unknown = "unknown";
}
