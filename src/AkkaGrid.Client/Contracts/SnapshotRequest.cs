namespace AkkaGrid.Client.Contracts;

/// <summary>Asks <c>POST /store/snapshot</c>: several keys as of one causally consistent cut.</summary>
/// <param name="Keys">The keys; required. The reader checks the elements: JSON may bring nulls.</param>
public sealed record SnapshotRequest(IReadOnlyList<string>? Keys = null);
