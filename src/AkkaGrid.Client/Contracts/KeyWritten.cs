namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>PUT /kv/{key}</c> and <c>DELETE /kv/{key}</c>: the update that the call became.</summary>
/// <param name="Key">The key, decoded.</param>
/// <param name="Dot">The name of the update, <c>name.incarnation:sequence</c>.</param>
/// <param name="Clock">The clock of the replica after the write: per replica the highest contiguous sequence.</param>
/// <param name="Context">
/// The causal context after the call, opaque; the same as the header <c>X-Causal-Context</c>.
/// </param>
public sealed record KeyWritten(string Key, string Dot, IReadOnlyDictionary<string, ulong> Clock, string Context);
