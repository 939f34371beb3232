using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Storage.Migration;

/// <summary>A staged snapshot that was being taken over when the program ended.</summary>
/// <param name="Snapshot">All that its sender had delivered.</param>
/// <param name="After">The state after it.</param>
/// <param name="Replaces">Whether it was to replace what is here.</param>
internal sealed record Format1Install(VectorClock Snapshot, Format1State After, bool Replaces);
