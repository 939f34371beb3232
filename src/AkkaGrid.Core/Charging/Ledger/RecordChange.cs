using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// A change of one key of charging's records. A shell reads all versions of <see cref="Key"/>, calls <see cref="Decide"/>, and writes
/// what that returns under its condition; <see cref="Overtaken"/> says what it does when the condition does not hold.
/// </summary>
public sealed class RecordChange
{
    private readonly Func<VersionSet, bool> _isWanted;
    private readonly Func<VersionSet, byte[]?> _record;

    /// <param name="key">The key.</param>
    /// <param name="overtaken">What to do when the key has changed since it was read.</param>
    /// <param name="isWanted">Whether anything is to be written over the versions that were read.</param>
    /// <param name="record">The record that replaces the versions that were read; null deletes them.</param>
    internal RecordChange(Key key, Overtaken overtaken, Func<VersionSet, bool> isWanted, Func<VersionSet, byte[]?> record)
    {
        (Key, Overtaken) = (key, overtaken);
        _isWanted = isWanted;
        _record = record;
    }

    /// <summary>The key.</summary>
    public Key Key { get; }

    /// <summary>What to do when the key has changed between the read and the write.</summary>
    public Overtaken Overtaken { get; }

    /// <summary>Whether it is written with the concern that <see cref="SessionConcern"/> says, and not with the node's own disk alone.</summary>
    public bool IsForMajority { get; internal init; }

    /// <summary>What of the versions that are replaced is to be kept under keys of its own, as of a time.</summary>
    internal Func<VersionSet, DateTimeOffset, IEnumerable<Mutation>> Kept { get; init; } = (_, _) => [];

    /// <summary>What to write.</summary>
    /// <param name="present">All versions of the key, siblings included.</param>
    /// <param name="at">The time.</param>
    /// <returns>The write; null where what is on record stands.</returns>
    /// <exception cref="InvalidDataException">A version is no record of the kind.</exception>
    public RecordWrite? Decide(VersionSet present, DateTimeOffset at)
    {
        if (!_isWanted(present))
            return null;
        var record = _record(present);
        return new RecordWrite(new Mutation(Key, record is null ? null : new Value(record)), ETag.Of(present), [.. Kept(present, at)]);
    }
}

/// <summary>A conditional write of a record.</summary>
/// <param name="Mutation">What it does to the key.</param>
/// <param name="IfMatch">The <see cref="ETag"/> of the versions that it replaces: no version that was not read is replaced.</param>
/// <param name="Kept">To be written in the same update, each where there is no record under its key (<see cref="LedgerRecords.IsMissing"/>).</param>
public sealed record RecordWrite(Mutation Mutation, string IfMatch, IReadOnlyList<Mutation> Kept);

/// <summary>What becomes of a change whose key has changed since it was read.</summary>
public enum Overtaken
{
    /// <summary>It fails, and the caller decides whether it tries again.</summary>
    Fails,

    /// <summary>It is decided again, on what is there now.</summary>
    DecidesAgain,

    /// <summary>It is dropped: what it was about is not there any more.</summary>
    Drops,
}
