using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Rejoining;

/// <summary>
/// What a replica that took the set's state over has left in its log: read from end to end, causes first, and again as
/// long as that gets any further; the rest waits for causes that are still to come.
/// </summary>
/// <param name="storage">The log.</param>
/// <param name="strays">What is left.</param>
internal sealed class StrayLog(IReplicaStorage storage, Strays strays)
{
    private readonly HashSet<Incarnation> _waiting = [];
    private ImmutableArray<StrayRange> _unread = strays.Ranges;
    private bool _hasChanged;

    /// <summary>What is left: it stays there until it has come from somebody else, or is brought again.</summary>
    public Strays Strays { get; private set; } = strays;

    /// <summary>Whether all that is left has been looked at, and waits for causes.</summary>
    public bool IsRead => _unread.IsEmpty;

    /// <summary>What of given updates is not delivered.</summary>
    public static ImmutableArray<StrayRange> Beyond(Coverage delivered, IEnumerable<StrayRange> ranges) =>
    [
        .. ranges
            .Select(range => range with { First = Math.Max(range.First, delivered[range.Origin] + 1) })
            .Where(range => range.First <= range.Last),
    ];

    /// <summary>Looks once more at what waits.</summary>
    public void Reread()
    {
        _unread = Strays.Ranges;
        _waiting.Clear();
        _hasChanged = false;
    }

    /// <summary>The next updates, causes first.</summary>
    /// <param name="limit">The most that are taken at once.</param>
    public IReadOnlyList<Update> Next(int limit)
    {
        List<Update> updates =
        [
            .. CausalMerge.Of(_unread.Select(range =>
                    storage.ReadLog(range.Origin, range.First).TakeWhile(update => update.Dot.Sequence <= range.Last)))
                .Take(limit),
        ];
        _unread = updates.Count < limit ? [] : Beyond(Coverage.Of(VectorClock.Of(updates.Select(update => update.Dot))), _unread);
        return updates;
    }

    /// <summary>Takes note that an update waits for its causes.</summary>
    public void Wait(Update update) => _waiting.Add(update.Dot.Origin);

    /// <summary>Drops what is delivered, and what the log turns out not to hold.</summary>
    /// <returns>Whether that changes what is left.</returns>
    public bool Settle(Coverage delivered)
    {
        var left = Beyond(delivered, Strays.Ranges.Where(range => !IsRead || _waiting.Contains(range.Origin)));
        var isChanged = !left.SequenceEqual(Strays.Ranges);
        if (isChanged)
            Strays = left.IsEmpty ? Strays.None : Strays with { Ranges = left };
        _hasChanged |= isChanged;
        if (IsRead && _hasChanged)
            Reread();
        return isChanged;
    }

    /// <summary>
    /// Whether an update can be brought again: nobody has it, nor will ever have it as it was, and what comes before it is
    /// there, or lost.
    /// </summary>
    /// <param name="update">The update.</param>
    /// <param name="delivered">What is delivered here.</param>
    /// <param name="endsBefore">Whether the set has agreed that an update's incarnation ended before it.</param>
    /// <param name="isLost">Whether an update will never come, in neither form.</param>
    public bool IsRestatable(Update update, Coverage delivered, Func<Dot, bool> endsBefore, Func<Dot, bool> isLost) =>
        endsBefore(update.Dot)
        && update.Dependencies.Entries.All(cause =>
            delivered.Covers(cause) || (isLost(cause) && !Strays.Ranges.Any(range => range.Holds(cause))));

    /// <summary>The update that brings another again.</summary>
    /// <param name="update">The update that is brought again.</param>
    /// <param name="dot">The new name.</param>
    /// <param name="delivered">What is delivered now.</param>
    /// <param name="timestamp">The new timestamp.</param>
    /// <param name="horizon">Covers the tombstones that are collected.</param>
    /// <param name="read">Reads a key as it is now.</param>
    public Update Restate(
        Update update,
        Dot dot,
        Coverage delivered,
        HybridTimestamp timestamp,
        VectorClock horizon,
        Func<Key, VersionSet> read)
    {
        var range = RangeOf(update);
        var context = (update.Restates?.Context ?? update.Dependencies).With(update.Dot);
        var mayMeetForgotten = !context.Covers(horizon)
            || delivered.Folds.All.Any(fold => fold.Final > 0 && !update.Saw(new Dot(fold.Incarnation, fold.Final), range.Folds));
        ImmutableArray<Mutation> mutations =
            [.. update.Mutations.Select(mutation => mutation with { Revives = MeetsTombstone(read(mutation.Key), mayMeetForgotten) })];
        if (!Strays.AreRenewed && (update.IsRenewed || mutations.Any(mutation => mutation.Revives) || delivered.Folds.All.Any(HasRenewedCause)))
            Strays = Strays with { AreRenewed = true };
        var held = mutations.SelectMany(mutation => read(mutation.Key).Versions).DistinctBy(version => version.Dot)
            .ToLookup(IsSeen, version => version.Dot);
        ImmutableArray<RestatedUpdate> originals = [new RestatedUpdate(update.Dot, range.Last), .. update.Restates?.Originals ?? []];
        return new Update(dot, delivered.Clock, timestamp, mutations)
        {
            Restates = new Restatement(
                originals,
                context.Join(VectorClock.Of(held[true])),
                Strays.AreRenewed ? timestamp : update.Restates?.Timestamp ?? update.Timestamp)
            {
                Unseen = [.. held[false]],
            },
        };

        bool HasRenewedCause(Fold fold) =>
            fold.RenewedFrom > 0 && update.Saw(new Dot(fold.Incarnation, fold.RenewedFrom), range.Folds);

        bool IsSeen(KeyVersion version) =>
            version.Originals.Prepend(version.Dot).Any(dot => dot == update.Dot || update.Saw(dot, range.Folds));
    }

    private StrayRange RangeOf(Update update) => Strays.Ranges.First(range => range.Holds(update.Dot));

    private static bool MeetsTombstone(VersionSet present, bool mayMeetForgotten) =>
        present.Versions.All(version => version.Value is null) && (!present.IsEmpty || mayMeetForgotten);
}
