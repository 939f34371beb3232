namespace AkkaGrid.Client.Contracts;

/// <summary>Answers the originals' <c>POST /put</c>.</summary>
/// <param name="Status">Always <c>ok</c>.</param>
/// <param name="Vc">The clock of the replica after the write, an object.</param>
public sealed record PutAnswer(string Status, IReadOnlyDictionary<string, ulong> Vc);
