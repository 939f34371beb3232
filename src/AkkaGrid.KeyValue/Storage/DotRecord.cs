using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Dots as records have them: whose the random bits are is noted once for all.</summary>
internal static class DotRecord
{
    public static Proto.Dot Of(Dot dot) => new() { Nonce = dot.Origin.Nonce, Sequence = dot.Sequence };

    /// <exception cref="StorageException">The bits are nobody's: the files are damaged.</exception>
    public static Dot Read(Proto.Dot record, IncarnationNames names) => new(names.Of(record.Nonce), record.Sequence);
}
