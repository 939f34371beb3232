namespace AkkaGrid.Client.Contracts;

/// <summary>Everything up to a causal cut has been told.</summary>
/// <param name="Context">
/// The causal context of the whole cut, opaque: what is read with it, at any node, is not older than the cut.
/// </param>
public sealed record WatchedCut(string Context);

/// <summary>A watch cannot simply go on.</summary>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Context">
/// For <see cref="WatchEvents.Resync"/> the context of the cut from which the watch goes on.
/// </param>
public sealed record WatchInterruption(string Reason, string? Context = null);
