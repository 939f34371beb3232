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

    /// <summary>
    /// The replicas have agreed on the end of its incarnation without it; if the replica that wrote it comes back, it
    /// writes it again under another name.
    /// </summary>
    public const string Lost = "lost";
}
