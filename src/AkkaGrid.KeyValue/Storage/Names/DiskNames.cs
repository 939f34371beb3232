using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Storage.Names;

/// <summary>The incarnations and the clock bases that the records of a disk name.</summary>
internal sealed class DiskNames
{
    // Ordinal 0 is the base without entries.
    private const ulong FirstBase = 1;

    /// <summary>The bases that are known, on disk or not.</summary>
    public ClockBases Bases { get; } = new();

    /// <summary>The incarnations, by their random bits.</summary>
    public NameTable<Incarnation> Incarnations { get; } = new(0);

    /// <summary>The bases that are on disk or about to be written, by their names.</summary>
    public NameTable<ClockBase> StoredBases { get; } = new(FirstBase);

    /// <summary>The base that was written last: the next one is written as its difference to it.</summary>
    public ClockBase LastStored { get; set; } = ClockBase.Empty;

    /// <summary>
    /// A roster all of whose incarnations are on disk, with their ordinals: batches that follow each other name the
    /// same.
    /// </summary>
    public (Roster Roster, ulong[] Ordinals) RecentRoster { get; set; } = (Roster.Empty, []);

    /// <summary>The incarnation with given random bits.</summary>
    /// <exception cref="StorageException">There is none: the files are damaged.</exception>
    public Incarnation Of(ulong nonce) => Incarnations.TryFind(nonce, out var name)
        ? name.Value
        : throw StorageException.DamagedRecord($"a record names an incarnation {nonce:x16} that is not on disk");

    /// <summary>The incarnation with a given ordinal.</summary>
    /// <exception cref="StorageException">There is none: the files are damaged.</exception>
    public Incarnation At(ulong ordinal) => Incarnations.TryFindOrdinal(ordinal, out var name)
        ? name.Value
        : throw StorageException.DamagedRecord(
            $"a record names an incarnation by the ordinal {ordinal}, which is not on disk");

    /// <summary>The base with a given name.</summary>
    /// <exception cref="StorageException">There is none: the files are damaged.</exception>
    public ClockBase BaseOf(ulong name) => name == ClockBase.Empty.Name
        ? ClockBase.Empty
        : StoredBases.TryFind(name, out var stored)
            ? stored.Value
            : throw StorageException.DamagedRecord($"a record names a clock base {name:x16} that is not on disk");

    /// <summary>The base with a given ordinal.</summary>
    /// <exception cref="StorageException">There is none: the files are damaged.</exception>
    public ClockBase BaseAt(ulong ordinal) => ordinal < FirstBase
        ? ClockBase.Empty
        : StoredBases.TryFindOrdinal(ordinal, out var stored)
            ? stored.Value
            : throw StorageException.DamagedRecord(
                $"a record names a clock base by the ordinal {ordinal}, which is not on disk");
}
