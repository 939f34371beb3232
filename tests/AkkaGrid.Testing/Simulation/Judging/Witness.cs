using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>
/// Knows what clients have written, what each start has had on its disk, and what was collected; notes violations.
/// </summary>
public sealed class Witness(VirtualTime time)
{
    private const int MaxViolations = 100;

    private readonly Dictionary<Dot, Update> _updates = [];
    private readonly List<Update> _inOrder = [];
    private readonly Dictionary<Dot, DateTimeOffset> _wallTimes = [];
    private readonly Dictionary<Incarnation, VectorClock> _had = [];
    private readonly HashSet<(Dot Identity, Key Key)> _collected = [];
    private readonly Dictionary<Incarnation, TimeSpan> _emptyUntil = [];
    private readonly List<Violation> _violations = [];

    /// <summary>All updates that any replica has made, by their dots: the identities of their versions.</summary>
    public IReadOnlyDictionary<Dot, Update> Updates => _updates;

    /// <summary>The names under which versions were reissued.</summary>
    public VersionNames Names { get; } = new();

    /// <summary>The time.</summary>
    public TimeSpan Now => time.Now;

    /// <summary>The starts that run now, with what each has on its disk.</summary>
    public ImmutableDictionary<Incarnation, VectorClock> Running { get; private set; } =
        ImmutableDictionary<Incarnation, VectorClock>.Empty;

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>How many states were merged.</summary>
    public int MergeCount { get; set; }

    /// <summary>How many messages named bases that their receiver did not know.</summary>
    public int UnreadableCount { get; set; }

    /// <summary>How many tombstones were collected, each counted once.</summary>
    public int CollectedCount => _collected.Count;

    /// <summary>The time at which an update was made, by the clock of its machine.</summary>
    public DateTimeOffset WallTimeOf(Dot identity) => _wallTimes.GetValueOrDefault(identity);

    public void Written(Dot dot, DateTimeOffset wallTime) => _wallTimes[dot] = wallTime;

    /// <summary>Notes what is on the disk of a start now.</summary>
    public void Has(Incarnation self, VectorClock clock)
    {
        if (!_emptyUntil.ContainsKey(self) && clock.IsEmpty)
            _emptyUntil[self] = TimeSpan.MaxValue;
        else if (!clock.IsEmpty)
            EndEmptiness(self);
        _had[self] = _had.TryGetValue(self, out var had) ? had.Join(clock) : clock;
        Running = Running.SetItem(self, clock);
    }

    /// <summary>Notes that a start runs no longer.</summary>
    public void Stopped(Incarnation self)
    {
        Running = Running.Remove(self);
        EndEmptiness(self);
    }

    /// <summary>The names of which a start ran on an empty disk at some time since.</summary>
    public IEnumerable<ReplicaId> EmptySince(TimeSpan at) =>
        _emptyUntil.Where(start => start.Value >= at).Select(start => start.Key.Replica);

    /// <summary>Whether an update was ever on the disk of a start.</summary>
    public bool HasHad(Incarnation start, Dot identity) => _had.TryGetValue(start, out var had) && had.Covers(identity);

    /// <summary>Whether an update was ever on a disk of a name.</summary>
    public bool HasHad(ReplicaId name, Dot identity) =>
        _had.Any(start => start.Key.Replica == name && start.Value.Covers(identity));

    public void Collected(Dot identity, Key key) => _collected.Add((identity, key));

    /// <summary>The identities of the tombstones of a key that were collected.</summary>
    public IEnumerable<Dot> CollectedAt(string key) =>
        _collected.Where(one => one.Key.Name == key).Select(one => one.Identity);

    public bool IsCollected(Dot identity, Key key) => _collected.Contains((identity, key));

    /// <summary>What a replica must hold that has delivered so much.</summary>
    public ContentModel ModelOf(VectorClock delivered) => new(_inOrder.Where(update => delivered.Covers(update.Dot)));

    /// <summary>
    /// Looks at an update that is delivered: made where it names itself made, and once, and the same everywhere.
    /// </summary>
    public void Check(Incarnation self, Update update)
    {
        if (update.Dot.Origin == self)
            Make(update);
        else if (!_updates.TryGetValue(update.Dot, out var made))
            Note("NeverMade", $"{self} delivered {update.Dot}, which nobody made");
        else if (!IsSame(made, update))
            Note("Altered", $"{self} delivered {update.Dot} other than it was made");
    }

    private void EndEmptiness(Incarnation self)
    {
        if (_emptyUntil.TryGetValue(self, out var until) && until == TimeSpan.MaxValue)
            _emptyUntil[self] = time.Now;
    }

    public void Note(string kind, string message)
    {
        if (_violations.Count < MaxViolations)
            _violations.Add(new Violation(kind, message));
    }

    private void Make(Update update)
    {
        if (!_updates.TryAdd(update.Dot, update) || Names.Find(update.Dot) is not null)
        {
            Note("ReusedDot", $"two updates have the dot {update.Dot}");
            return;
        }

        _inOrder.Add(update);
        foreach (var cause in update.Dependencies.Entries)
        {
            if (_updates.TryGetValue(cause, out var earlier) && earlier.Timestamp.CompareTo(update.Timestamp) >= 0)
                Note("TimestampNotAfterCause", $"{update.Dot} is not later than its cause {cause}");
        }
    }

    private static bool IsSame(Update made, Update update) => ReferenceEquals(made, update)
        || (made.Timestamp == update.Timestamp
            && made.Dependencies.Equals(update.Dependencies)
            && made.Mutations.AsSpan().SequenceEqual(update.Mutations.AsSpan()));
}
