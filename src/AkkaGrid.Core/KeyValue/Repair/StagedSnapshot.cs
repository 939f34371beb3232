using AkkaGrid.Core.KeyValue.Merging;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>A snapshot that has arrived completely.</summary>
/// <param name="Cut">The cut of its sender.</param>
/// <param name="Ranges">The ranges of keys that it holds, as bits.</param>
internal sealed record StagedSnapshot(ReplicaCut Cut, uint Ranges);
