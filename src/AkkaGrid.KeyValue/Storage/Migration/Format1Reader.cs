using System.Buffers.Binary;
using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Storage.Migration;

/// <summary>Reads the records of format 1 that format 2 does not have any more.</summary>
internal sealed class Format1Reader(OpenDatabase database, DiskNames names)
{
    /// <summary>What the keys of folds start with; the random bits of the incarnation follow.</summary>
    public static readonly byte[] FoldPrefix = "fold/"u8.ToArray();

    private readonly RecordCodec _codec = new(names);

    /// <summary>The state; null where nothing was ever written.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public Format1State? ReadState() => database.Get(ChangeBatch.StateKey, database.Columns.Meta) is { } bytes
        ? Of(Proto.State.Parser.ParseFrom(bytes), [.. ReadFolds()])
        : null;

    /// <summary>The snapshot that was being taken over; null where none was.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public Format1Install? ReadInstall()
    {
        if (database.Get(ChangeBatch.InstallKey, database.Columns.Meta) is not { } bytes)
            return null;
        var record = Proto.Install.Parser.ParseFrom(bytes);
        return new Format1Install(
            Clock(record.Snapshot).Join(Format1State.Reached(record.SnapshotFolds.Select(Of))),
            Of(record.State ?? new Proto.State(), [.. record.StateFolds.Select(Of)]),
            record.Replaces);
    }

    /// <summary>The rolled-back updates, causes first.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public IEnumerable<RolledBackUpdate> ReadRolledBack(IEnumerable<RolledBackRange> ranges) =>
        ranges.SelectMany(Read).OrderBy(rolledBack => rolledBack.Update.Timestamp)
            .ThenBy(rolledBack => rolledBack.Update.Dot);

    private IEnumerable<RolledBackUpdate> Read(RolledBackRange range)
    {
        var prefix = RecordKeys.LogPrefix(range.Origin);
        using var iterator = database.NewIterator(database.Columns.Log);
        for (iterator.Seek(RecordKeys.LogKey(range.Origin, range.First)); database.IsValid(iterator); iterator.Next())
        {
            if (iterator.Key.Length != RecordKeys.DotBytes || !iterator.Key.StartsWith(prefix))
                break;
            var dot = new Dot(range.Origin, BinaryPrimitives.ReadUInt64BigEndian(iterator.Key[prefix.Length..]));
            if (dot.Sequence > range.Last)
                break;
            var update = _codec.DecodeUpdate(dot, iterator.Value);
            var restates = Proto.Update.Parser.ParseFrom(iterator.Value).Restates;
            var seen = restates is null ? update.Dependencies : VectorClock.Of(Known(restates.Context));
            yield return new RolledBackUpdate(
                update, Complete(seen, range.Folds), [.. Known(restates?.Unseen ?? [])], restates is not null);
        }
    }

    /// <summary>What an update knew, with the incarnations that it need not name.</summary>
    private static VectorClock Complete(VectorClock seen, ImmutableArray<Format1PrunedIncarnation> folds) => folds
        .Where(fold => fold.IsImplied && fold.Final > 0 && seen[fold.Incarnation] == 0)
        .Aggregate(seen, (clock, fold) => clock.With(new Dot(fold.Incarnation, fold.Final)));

    /// <summary>Those of incarnations that this disk has ever heard of; it holds nothing of others.</summary>
    private IEnumerable<Dot> Known(IEnumerable<Proto.Dot> dots)
    {
        foreach (var dot in dots)
        {
            if (names.Incarnations.TryFind(dot.Nonce, out var name))
                yield return new Dot(name.Value, dot.Sequence);
        }
    }

    private IEnumerable<Format1PrunedIncarnation> ReadFolds()
    {
        foreach (var (key, value) in database.GetAll(FoldPrefix, database.Columns.Meta))
            yield return Of(
                BinaryPrimitives.ReadUInt64BigEndian(key.AsSpan(FoldPrefix.Length)),
                Proto.Fold.Parser.ParseFrom(value));
    }

    private Format1State Of(Proto.State record, ImmutableArray<Format1PrunedIncarnation> folds) => new(
        Clock(record.Clock),
        folds,
        new HybridTimestamp(record.Timestamp),
        MemberRecord.Read(record.Members.Select(member => new Format.Proto.StoredMember
        {
            Name = member.Name,
            Nonce = member.Nonce,
            Entered = member.Started,
            Status = member.Standing,
        })),
        Clock(record.Horizon),
        Clock(record.Stable),
        Clock(record.LogHorizon),
        [.. record.Strays?.Ranges.Select(range =>
            new RolledBackRange(names.Of(range.Nonce), range.First, range.Last, [.. range.Folds.Select(Of)]))
            ?? []]);

    private Format1PrunedIncarnation Of(Proto.NamedFold record) => Of(record.Nonce, record.Fold ?? new Proto.Fold());

    private Format1PrunedIncarnation Of(ulong nonce, Proto.Fold record) =>
        new(names.Of(nonce), record.Final, record.Restated, record.IsUnderstood);

    private VectorClock Clock(IEnumerable<Proto.Dot> dots) =>
        VectorClock.Of(dots.Select(dot => new Dot(names.Of(dot.Nonce), dot.Sequence)));
}
