using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Watching;

namespace AkkaGrid.KeyValue.Watching;

/// <summary>A watch as the edge asks for it.</summary>
/// <param name="Prefix">Only keys of clients that start so; empty for all.</param>
public sealed record WatchRequest(string Prefix)
{
    /// <summary>Where an earlier watch ended; null to begin at a cut of now.</summary>
    public WatchCursor? Cursor { get; init; }

    /// <summary>Whether a watch that begins tells first which keys there are.</summary>
    public bool Initial { get; init; }

    /// <summary>What the client has seen: the watch begins at a cut that has it.</summary>
    public CausalContext Context { get; init; } = CausalContext.Empty;
}
