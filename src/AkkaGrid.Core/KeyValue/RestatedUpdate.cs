using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>An update that is brought again under another name.</summary>
/// <param name="Dot">Its own name, by which clients know it.</param>
/// <param name="Final">The last update of its origin that is brought again.</param>
public readonly record struct RestatedUpdate(Dot Dot, ulong Final);
