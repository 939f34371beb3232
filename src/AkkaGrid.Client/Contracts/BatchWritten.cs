namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>POST /store/batch</c>: the one update that the batch became.</summary>
/// <param name="Dot">The name of the update, <c>name.incarnation:sequence</c>.</param>
/// <param name="Clock">The clock of the replica after the write.</param>
/// <param name="Context">The causal context after the call, opaque.</param>
public sealed record BatchWritten(string Dot, IReadOnlyDictionary<string, ulong> Clock, string Context);
