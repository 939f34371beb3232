using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

/// <summary>The incarnations of the samples, as a disk has noted them.</summary>
internal static class KnownNames
{
    public static readonly Incarnation[] All = [Samples.A, Samples.B, Samples.C];

    public static IncarnationNames Noted()
    {
        var names = new IncarnationNames();
        foreach (var incarnation in All)
            names.Add(incarnation);
        return names;
    }
}
