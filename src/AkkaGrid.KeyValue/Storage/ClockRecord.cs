using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// Clocks and dots as the records of the state have them: by the random bits of incarnations and the names of bases.
/// </summary>
internal static class ClockRecord
{
    public static Format.Proto.StoredDot Of(Dot dot, BatchNames names) =>
        new() { Nonce = names.NonceOf(dot.Origin), Sequence = dot.Sequence };

    public static Proto.Clock Of(VectorClock clock, BatchNames names)
    {
        var record = new Proto.Clock { Base = names.NameOf(clock.Base) };
        record.Head.AddRange(clock.Head.Select(entry => Of(entry, names)));
        return record;
    }

    /// <exception cref="StorageException">
    /// It names an incarnation that is not on disk: the files are damaged.
    /// </exception>
    public static Dot Read(Format.Proto.StoredDot? record, DiskNames names) =>
        record is null ? default : new Dot(names.Of(record.Nonce), record.Sequence);

    /// <exception cref="StorageException">It names what is not on disk: the files are damaged.</exception>
    public static VectorClock Read(Proto.Clock? record, DiskNames names) => record is null
        ? VectorClock.Empty
        : VectorClock.Of(names.BaseOf(record.Base), record.Head.Select(entry => Read(entry, names)));
}
