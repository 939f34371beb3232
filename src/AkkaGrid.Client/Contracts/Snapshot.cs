namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>POST /store/snapshot</c>.</summary>
/// <param name="Values">The value of every key that was asked for; null where there is none.</param>
/// <param name="Clock">The clock of the replica at the cut.</param>
/// <param name="Context">The causal context after the call, opaque.</param>
public sealed record Snapshot(
    IReadOnlyDictionary<string, StoredValue?> Values,
    IReadOnlyDictionary<string, ulong> Clock,
    string Context);
