namespace AkkaGrid.Client;

/// <summary>The connection of a stream was lost, or is there again.</summary>
/// <param name="Node">The URL of the node that it was lost to, or that sends events now.</param>
/// <param name="LostBecause">Why it was lost, as the end of a sentence; null where it is there again.</param>
public sealed record StreamConnection(Uri Node, string? LostBecause);
