using System.Runtime.InteropServices;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// Holds updates back until their causes are delivered, and hands them out in causal order: an update (o, s) with
/// dependencies D can be taken once the clock stands at s - 1 for o and covers D.
/// </summary>
/// <remarks>
/// K. Birman, A. Schiper, P. Stephenson, "Lightweight causal and atomic group multicast" (1991), with a queue for each
/// origin of which only the head waits, for one missing entry at a time. As the clock only grows, an entry that was
/// checked stays checked; so an update costs at most one comparison per entry of its dependencies, however
/// disordered the arrival.
/// </remarks>
/// <typeparam name="T">What an update carries.</typeparam>
public sealed class CausalStash<T>
{
    private readonly StashLimits _limits;
    private readonly Dictionary<Incarnation, int> _slots = [];
    private readonly List<OriginQueue<T>> _origins = [];
    private readonly WaitingIndex<int, OriginWait<T>> _waiting = new();
    private readonly Queue<OriginQueue<T>> _ready = new();
    private readonly Dictionary<Roster, int[]> _slotsByRoster = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ulong> _coveredBases = [];
    private ClockBase _base;
    private Roster _roster = Roster.Empty;
    private VectorClock? _delivered;
    private (Incarnation Except, VectorClock Clock)? _ofOthers;
    private OriginQueue<T>? _recent;
    private (Roster Roster, int[] Slots) _recentSlots = (Roster.Empty, []);

    /// <summary>A stash behind what is delivered.</summary>
    public CausalStash(VectorClock delivered, StashLimits limits)
    {
        _limits = limits;
        _base = delivered.Base;
        AdvanceTo(delivered);
    }

    /// <summary>What has been taken, or delivered past the stash.</summary>
    public VectorClock Delivered
    {
        get
        {
            if (_delivered is { } known)
                return known;
            var slots = SlotsOf(_roster);
            var counts = new ulong[slots.Length];
            for (var i = 0; i < slots.Length; i++)
                counts[i] = _origins[slots[i]].Delivered;
            return _delivered = VectorClock.Over(_base, _roster, counts);
        }
    }

    /// <summary>
    /// What has been delivered, without what only one incarnation made: the same clock again while only that one makes
    /// more.
    /// </summary>
    public VectorClock DeliveredOfOthers(Incarnation incarnation)
    {
        if (_ofOthers is not { } known || known.Except != incarnation)
            _ofOthers = known = (incarnation, Delivered.Without(incarnation));
        return known.Clock;
    }

    /// <summary>All that is known to exist: delivered updates, waiting ones, and the dependencies of those.</summary>
    public VectorClock Known => _origins.Where(origin => origin.Held.Count > 0)
        .Aggregate(Delivered, (known, origin) => known.Join(origin.Known));

    /// <summary>How many updates wait.</summary>
    public int Count { get; private set; }

    /// <summary>The size of the updates that wait, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many updates have had to wait so far.</summary>
    public long Waited { get; private set; }

    /// <summary>How many updates have come so far that had come before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>How many clock entries have been compared so far.</summary>
    public long Comparisons { get; private set; }

    /// <summary>The head of each origin that waits, with the cause that it waits for.</summary>
    public IEnumerable<MissingCause> MissingCauses =>
        from origin in _origins
        where origin.Held.Count > 0
        let head = origin.Held.Nearest
        let cause = head > origin.Delivered + 1
            ? new Dot(origin.Incarnation, head - 1)
            : CauseOf(origin, head)
        where cause is not null
        select new MissingCause(new Dot(origin.Incarnation, head), cause.Value);

    /// <summary>Takes an update in.</summary>
    /// <param name="dot">The update's name.</param>
    /// <param name="dependencies">
    /// What its replica had delivered before it; its own updates before need not be in it.
    /// </param>
    /// <param name="update">What it carries.</param>
    /// <param name="bytes">Its size, which counts towards the limit.</param>
    public StashOutcome Add(Dot dot, VectorClock dependencies, T update, int bytes)
    {
        var origin = OriginOf(dot.Origin);
        if (dot.Sequence <= origin.Delivered
            || !origin.Held.TryAdd(
                dot.Sequence, new HeldUpdate<T>(WithoutBaseUnlessCovered(dependencies), update, bytes)))
        {
            Duplicates++;
            return StashOutcome.Duplicate;
        }

        Count++;
        Bytes += bytes;
        Consider(origin);
        if (origin.Ready == dot.Sequence)
            return StashOutcome.Ready;
        Waited++;
        DropFarthest();
        return origin.Held.Contains(dot.Sequence) ? StashOutcome.Waiting : StashOutcome.Dropped;
    }

    /// <summary>Takes the next update whose causes are delivered, and counts it as delivered.</summary>
    public bool TryTake(out Dot dot, out T update)
    {
        while (_ready.TryDequeue(out var origin))
        {
            var head = origin.Delivered + 1;
            if (origin.Ready == head)
            {
                dot = new Dot(origin.Incarnation, head);
                update = Remove(origin, head).Update;
                Raise(origin, head);
                return true;
            }

            origin.Ready = null;
            Consider(origin);
        }

        dot = default;
        update = default!;
        return false;
    }

    /// <summary>Counts an update as delivered that did not come through the stash: one of the replica's own.</summary>
    public void Advance(Dot dot)
    {
        var origin = OriginOf(dot.Origin);
        if (dot.Sequence > origin.Delivered)
            Raise(origin, dot.Sequence);
    }

    /// <summary>Counts all that a clock covers as delivered, and drops what waits under it.</summary>
    public void AdvanceTo(VectorClock clock)
    {
        foreach (var entry in ReferenceEquals(clock.Base, _base) ? clock.Head : clock.Entries)
            Advance(entry);
    }

    /// <summary>Writes what is delivered with another base from now on, which it covers.</summary>
    public void Rebase(ClockBase clockBase)
    {
        var delivered = Delivered.Rebased(clockBase);

        // What only the base has counted so far must be counted before it goes.
        foreach (var incarnation in delivered.Roster.Members)
            OriginOf(incarnation);
        _base = delivered.Base;
        _roster = delivered.Roster;
        foreach (var origin in _origins)
            origin.IsInHead = _roster.IndexOf(origin.Incarnation) >= 0;
        (_delivered, _ofOthers) = (null, null);
    }

    /// <summary>
    /// Drops all waiting updates of each origin whose first waiting one fails a test: the later ones cannot be
    /// delivered before that one. Where the first passes, the later ones pass too, because they know no less.
    /// </summary>
    /// <param name="isAccepted">Tells by the name and the dependencies of an update whether it may stay.</param>
    /// <returns>How many were dropped.</returns>
    public int DropUnless(Func<Dot, VectorClock, bool> isAccepted)
    {
        var before = Count;
        foreach (var origin in _origins.Where(origin => origin.Held.Count > 0))
        {
            var first = new Dot(origin.Incarnation, origin.Held.Nearest);
            if (origin.Held.TryGet(first.Sequence, out var nearest) && !isAccepted(first, nearest.Dependencies))
                Drop(origin);
        }

        return before - Count;
    }

    /// <summary>Drops what waits here of an incarnation.</summary>
    /// <returns>How many were dropped.</returns>
    public int Drop(Incarnation incarnation)
    {
        var before = Count;
        Drop(OriginOf(incarnation));
        return before - Count;
    }

    /// <summary>Whether an update waits here.</summary>
    public bool Holds(Dot dot) =>
        _slots.TryGetValue(dot.Origin, out var slot) && _origins[slot].Held.Contains(dot.Sequence);

    private void Drop(OriginQueue<T> origin)
    {
        while (origin.Held.Count > 0)
            Remove(origin, origin.Held.Farthest);
        origin.Ready = null;
        origin.Resume = 0;
        origin.StopWaiting();
    }

    private void Raise(OriginQueue<T> origin, ulong sequence)
    {
        if (!origin.IsInHead)
        {
            _roster = _roster.With(origin.Incarnation);
            origin.IsInHead = true;
        }

        if (origin.Ready <= sequence)
            origin.Ready = null;
        origin.Delivered = sequence;
        origin.Resume = 0;
        _delivered = null;
        if (_ofOthers?.Except != origin.Incarnation)
            _ofOthers = null;
        while (origin.Held.Count > 0 && origin.Held.Nearest <= sequence)
            Remove(origin, origin.Held.Nearest);
        Consider(origin);
        while (_waiting.TryWake(origin.Slot, sequence, out var wait))
        {
            if (!wait.IsOver)
            {
                wait.Origin.StopWaiting();
                Consider(wait.Origin);
            }
        }
    }

    /// <summary>Makes the head of an origin ready, or lets it wait for the first cause that it misses.</summary>
    private void Consider(OriginQueue<T> origin)
    {
        if (origin.Ready is not null || origin.IsWaiting || !origin.Held.TryGet(origin.Delivered + 1, out var head))
            return;
        var slots = SlotsOf(head.Dependencies.Roster);
        var counts = head.Dependencies.Counts;
        for (var i = origin.Resume; i < counts.Length; i++)
        {
            Comparisons++;
            if (slots[i] == origin.Slot || counts[i] <= _origins[slots[i]].Delivered)
                continue;
            origin.Resume = i;
            _waiting.Wait(slots[i], counts[i], origin.BeginWaiting());
            return;
        }

        origin.Ready = origin.Delivered + 1;
        _ready.Enqueue(origin);
    }

    private void DropFarthest()
    {
        while (Count > _limits.Count || Bytes > _limits.Bytes)
        {
            // What is ready is about to be taken; of the rest, the farthest is needed last.
            var origin = _origins.Where(candidate => candidate.Held.Count > (candidate.Ready is null ? 0 : 1))
                .MaxBy(candidate => candidate.Held.Farthest - candidate.Delivered);
            if (origin is null)
                return;
            var farthest = origin.Held.Farthest;
            Remove(origin, farthest);
            if (farthest == origin.Delivered + 1)
                origin.Resume = 0;
        }
    }

    private HeldUpdate<T> Remove(OriginQueue<T> origin, ulong sequence)
    {
        var held = origin.Held.Remove(sequence);
        Count--;
        Bytes -= held.Bytes;
        return held;
    }

    private Dot? CauseOf(OriginQueue<T> origin, ulong sequence)
    {
        if (!origin.Held.TryGet(sequence, out var head))
            return null;
        var slots = SlotsOf(head.Dependencies.Roster);
        for (var i = origin.Resume; i < slots.Length; i++)
        {
            if (slots[i] != origin.Slot && head.Dependencies.Counts[i] > _origins[slots[i]].Delivered)
                return new Dot(head.Dependencies.Roster[i], head.Dependencies.Counts[i]);
        }

        return null;
    }

    private OriginQueue<T> OriginOf(Incarnation incarnation)
    {
        // Updates of one origin mostly come one behind the other.
        if (_recent is { } recent && recent.Incarnation == incarnation)
            return recent;
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, incarnation, out var known);
        if (!known)
        {
            slot = _origins.Count;
            _origins.Add(new OriginQueue<T>(incarnation, slot) { Delivered = _base[incarnation] });
        }

        return _recent = _origins[slot];
    }

    /// <summary>Where the entries of a roster stand here. Rosters are few and shared: each is looked up once.</summary>
    private int[] SlotsOf(Roster roster)
    {
        const int RememberedRosters = 64;
        if (ReferenceEquals(roster, _recentSlots.Roster))
            return _recentSlots.Slots;
        if (!_slotsByRoster.TryGetValue(roster, out var slots))
        {
            if (_slotsByRoster.Count == RememberedRosters)
                _slotsByRoster.Clear();
            slots = _slotsByRoster[roster] = [.. roster.Members.Select(member => OriginOf(member).Slot)];
        }

        _recentSlots = (roster, slots);
        return slots;
    }

    /// <summary>Writes out dependencies on a base that is not delivered, to wait for each entry.</summary>
    private VectorClock WithoutBaseUnlessCovered(VectorClock dependencies)
    {
        var other = dependencies.Base;
        if (ReferenceEquals(other, _base) || other.IsEmpty || _coveredBases.Contains(other.Name))
            return dependencies;
        if (!other.Entries.All(entry => OriginOf(entry.Origin).Delivered >= entry.Sequence))
            return dependencies.Rebased(ClockBase.Empty);
        _coveredBases.Add(other.Name);
        return dependencies;
    }
}
