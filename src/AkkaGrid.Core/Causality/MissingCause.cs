namespace AkkaGrid.Core.Causality;

/// <summary>A waiting update, and the one cause that it waits for now.</summary>
/// <param name="Waiting">The update that waits.</param>
/// <param name="Cause">The update that must be delivered first.</param>
public readonly record struct MissingCause(Dot Waiting, Dot Cause);
