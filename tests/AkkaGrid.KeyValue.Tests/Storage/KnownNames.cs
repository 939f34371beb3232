using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Tests.Storage;

/// <summary>The incarnations of the samples, and a base, as a disk has noted them.</summary>
internal static class KnownNames
{
    public static readonly Incarnation[] All = [Samples.A, Samples.B, Samples.C];

    public static DiskNames Noted()
    {
        var names = new DiskNames();
        foreach (var incarnation in All)
            names.Incarnations.GetOrAdd(incarnation.Nonce, incarnation).IsOnDisk = true;
        names.StoredBases.GetOrAdd(Samples.Base.Name, names.Bases.Add(Samples.Base)).IsOnDisk = true;
        return names;
    }
}
