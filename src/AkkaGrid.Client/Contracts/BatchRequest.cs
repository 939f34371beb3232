namespace AkkaGrid.Client.Contracts;

/// <summary>
/// Asks <c>POST /store/batch</c>: puts and deletes that become one update, visible as a whole or not at all.
/// </summary>
/// <param name="Puts">New values by key; absent means none.</param>
/// <param name="Deletes">
/// Keys to delete; absent means none. The reader checks the elements: JSON may bring nulls.
/// </param>
public sealed record BatchRequest(
    IReadOnlyDictionary<string, StoredValue>? Puts = null,
    IReadOnlyList<string>? Deletes = null);
