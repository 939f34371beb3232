namespace AkkaGrid.Core.Causality;

/// <summary>What became of an update that came to a causal stash.</summary>
public enum StashOutcome
{
    /// <summary>All its causes are delivered: it can be taken at once.</summary>
    Ready,

    /// <summary>It waits for a cause.</summary>
    Waiting,

    /// <summary>It is delivered, or waiting, already.</summary>
    Duplicate,

    /// <summary>The stash is full and this was the farthest: it must be sent again.</summary>
    Dropped,
}
