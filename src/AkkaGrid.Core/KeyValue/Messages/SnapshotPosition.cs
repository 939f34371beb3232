namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>
/// A position in a snapshot. Versions of a key that do not fit into one message are spread over several.
/// </summary>
/// <param name="Key">The last key that has arrived, completely or in part.</param>
/// <param name="Versions">How many of its versions have arrived, in the order in which the sender holds them.</param>
public readonly record struct SnapshotPosition(Key Key, int Versions);
