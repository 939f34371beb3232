using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Rejoining;

/// <summary>
/// Brings back what a replica has left of its own after it took the set's state over: as it was where the set can take it
/// so, else restated under the present incarnation.
/// </summary>
internal static class StrayLog
{
    /// <summary>What will be left: all that is delivered here and not in the snapshot.</summary>
    public static ImmutableArray<StrayRange> Beyond(Coverage snapshot, VectorClock delivered) =>
    [
        .. delivered.Entries
            .Where(last => snapshot[last.Origin] < last.Sequence)
            .Select(last => new StrayRange(last.Origin, snapshot[last.Origin] + 1, last.Sequence)),
    ];

    /// <summary>The next of them, causes first, and what is left then.</summary>
    public static (IReadOnlyList<Update> Updates, Strays Left) Take(Strays strays, IReplicaStorage storage, int limit)
    {
        List<Update> updates =
        [
            .. CausalMerge.Of(strays.Ranges.Select(range =>
                    storage.ReadLog(range.Origin, range.First).TakeWhile(update => update.Dot.Sequence <= range.Last)))
                .Take(limit),
        ];
        if (updates.Count < limit)
            return (updates, Strays.None);
        var taken = VectorClock.Of(updates.Select(update => update.Dot));
        return (updates, strays with
        {
            Ranges =
            [
                .. strays.Ranges
                    .Select(range => range with { First = Math.Max(range.First, taken[range.Origin] + 1) })
                    .Where(range => range.First <= range.Last),
            ],
        });
    }

    /// <summary>The update that brings another again.</summary>
    /// <param name="update">The update that is brought again.</param>
    /// <param name="strays">What is left.</param>
    /// <param name="dot">The new name.</param>
    /// <param name="dependencies">What is delivered now.</param>
    /// <param name="timestamp">The new timestamp.</param>
    /// <param name="horizon">Covers the tombstones that are collected.</param>
    /// <param name="read">Reads a key as it is now.</param>
    public static Update Restate(
        Update update,
        Strays strays,
        Dot dot,
        VectorClock dependencies,
        HybridTimestamp timestamp,
        VectorClock horizon,
        Func<Key, VersionSet> read)
    {
        var seen = (update.Restates?.Context ?? update.Dependencies).With(update.Dot);
        var mayMeetForgotten = !seen.Covers(horizon);
        ImmutableArray<Mutation> mutations =
            [.. update.Mutations.Select(mutation => mutation with { Revives = MeetsTombstone(read(mutation.Key), mayMeetForgotten) })];
        var isRenewed = strays.AreRenewed || mutations.Any(mutation => mutation.Revives);
        return new Update(dot, dependencies, timestamp, mutations)
        {
            Restates = new Restatement(
                update.Dot,
                strays.Ranges.First(range => range.Origin == update.Dot.Origin).Last,
                dot.Sequence == 1 ? seen : seen.With(dot with { Sequence = dot.Sequence - 1 }),
                isRenewed ? timestamp : update.Restates?.Timestamp ?? update.Timestamp),
        };
    }

    private static bool MeetsTombstone(VersionSet present, bool mayMeetForgotten) =>
        present.Versions.All(version => version.Value is null) && (!present.IsEmpty || mayMeetForgotten);

    /// <summary>Whether an update can be delivered as it is.</summary>
    public static bool IsDeliverable(Update update, Strays strays, Coverage delivered) =>
        !delivered.Folds.TryGet(update.Dot.Origin.Nonce, out _)
        && new Coverage(update.Dependencies, delivered.Folds).Covers(strays.Bound);
}
