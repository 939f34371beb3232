using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>How a staged snapshot is taken over.</summary>
/// <param name="Snapshot">All that its sender had delivered.</param>
/// <param name="Replaces">
/// Whether it takes the place of what is here; otherwise the two are merged: what is here under the snapshot's clock, and
/// is lacking there, goes.
/// </param>
public sealed record Installation(Coverage Snapshot, bool Replaces)
{
    /// <summary>The versions of a key after it.</summary>
    /// <param name="here">What is here.</param>
    /// <param name="delivered">What was delivered here.</param>
    /// <param name="staged">What the snapshot holds.</param>
    public VersionSet Resolve(VersionSet here, Coverage delivered, VersionSet staged) =>
        Replaces ? staged : here.Merge(delivered, staged, Snapshot);
}
