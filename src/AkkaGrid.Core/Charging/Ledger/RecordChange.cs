using System.Collections.Immutable;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// A conditional change of one of charging's records. A shell reads all versions of <see cref="Key"/> and of
/// <see cref="KeysBeside"/>, calls <see cref="Decide"/>, and writes the result under its condition.
/// <see cref="OnConflict"/> says what the shell does if the condition does not hold.
/// </summary>
public sealed class RecordChange
{
    private readonly Func<VersionSet, bool> _isWanted;
    private readonly Func<VersionSet, byte[]?> _record;

    /// <param name="key">The key.</param>
    /// <param name="onConflict">What to do when the key has changed since it was read.</param>
    /// <param name="isWanted">Whether to write at all, given the versions that were read.</param>
    /// <param name="record">The record that replaces the versions that were read; null deletes them.</param>
    internal RecordChange(
        Key key, OnConflict onConflict, Func<VersionSet, bool> isWanted, Func<VersionSet, byte[]?> record)
    {
        (Key, OnConflict) = (key, onConflict);
        _isWanted = isWanted;
        _record = record;
    }

    /// <summary>The key.</summary>
    public Key Key { get; }

    /// <summary>What to do when the key has changed between the read and the write.</summary>
    public OnConflict OnConflict { get; }

    /// <summary>
    /// Whether it is written with the concern <see cref="KeyValue.WriteConcern.MajorityElseLocal"/> instead of to the
    /// node's own disk alone.
    /// </summary>
    public bool IsForMajority { get; internal init; }

    /// <summary>
    /// The mutations of other keys, of those that hold no record, when the write replaces the versions that were read.
    /// </summary>
    internal Func<VersionSet, ImmutableArray<Mutation>> Kept { get; init; } = static _ => [];

    /// <summary>The other keys that a shell must have read for <see cref="Decide"/>.</summary>
    /// <param name="present">All versions of <see cref="Key"/>, siblings included.</param>
    /// <exception cref="InvalidDataException">A version is not a record of the expected kind.</exception>
    public ImmutableArray<Key> KeysBeside(VersionSet present) =>
        _isWanted(present) ? [.. Kept(present).Select(mutation => mutation.Key)] : [];

    /// <summary>Decides what to write.</summary>
    /// <param name="present">All versions of <see cref="Key"/>, siblings included.</param>
    /// <param name="beside">The versions of the other keys that <see cref="KeysBeside"/> names.</param>
    /// <returns>The write; null where the record needs no change.</returns>
    /// <exception cref="InvalidDataException">A version is not a record of the expected kind.</exception>
    public RecordWrite? Decide(VersionSet present, Func<Key, VersionSet> beside)
    {
        if (!_isWanted(present))
            return null;
        var record = _record(present);
        return new RecordWrite(
            [
                new Mutation(Key, record is null ? null : new Value(record)),
                .. Kept(present).Where(mutation => beside(mutation.Key).Versions.All(version => version.Value is null)),
            ],
            ETag.Of(present));
    }
}

/// <summary>A conditional write of a record, with the mutations that belong to it.</summary>
/// <param name="Mutations">The mutation of the changed key, followed by those of other keys.</param>
/// <param name="IfMatch">
/// The <see cref="ETag"/> of the versions that it replaces at the first key: a version that was not read is never
/// replaced.
/// </param>
public sealed record RecordWrite(ImmutableArray<Mutation> Mutations, string IfMatch);

/// <summary>What to do with a change whose key has changed since it was read.</summary>
public enum OnConflict
{
    /// <summary>It fails, and the caller decides whether to retry.</summary>
    Fails,

    /// <summary>It is decided again, on the current versions.</summary>
    DecidesAgain,

    /// <summary>It is dropped: the record that it was about no longer exists.</summary>
    Drops,
}
