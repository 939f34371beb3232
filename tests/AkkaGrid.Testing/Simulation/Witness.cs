using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation;

/// <summary>Knows what the replicas have made, had and lost, by dots and clocks, and notes what was wrong.</summary>
public sealed class Witness
{
    private readonly Dictionary<Dot, KnownUpdate> _updates = [];
    private readonly Dictionary<Dot, DateTimeOffset> _wallTimes = [];
    private readonly Dictionary<ReplicaId, Coverage> _had = [];
    private readonly HashSet<Dot> _collected = [];
    private readonly List<(TimeSpan At, ReplicaId Replica)> _losses = [];
    private readonly Dictionary<Incarnation, ulong> _ends = [];
    private readonly HashSet<Dot> _outdated = [];
    private readonly List<Flaw> _flaws = [];

    /// <summary>All updates that any replica has made.</summary>
    public IReadOnlyDictionary<Dot, KnownUpdate> Updates => _updates;

    public IReadOnlyList<Flaw> Flaws => _flaws;

    /// <summary>The time at which an update was made, by the clock of its machine.</summary>
    public DateTimeOffset WallTimeOf(Dot dot) => _wallTimes.GetValueOrDefault(dot);

    /// <summary>How many disks have lost something since.</summary>
    public int DisksLostSince(TimeSpan time) => _losses.Where(loss => loss.At >= time).DistinctBy(loss => loss.Replica).Count();

    /// <summary>Whether a disk has lost something since.</summary>
    public bool HasLostSince(ReplicaId replica, TimeSpan time) => _losses.Any(loss => loss.Replica == replica && loss.At >= time);

    public void Lost(TimeSpan now, ReplicaId replica) => _losses.Add((now, replica));

    public void Written(Dot dot, DateTimeOffset wallTime) => _wallTimes[dot] = wallTime;

    /// <summary>Notes what is on the disk of a replica now.</summary>
    public void Has(ReplicaId replica, Coverage coverage) => _had[replica] = _had.TryGetValue(replica, out var had)
        ? new Coverage(had.Clock.Join(coverage.Clock), had.Folds.Join(coverage.Folds))
        : coverage;

    /// <summary>Whether an update was ever on the disk of a replica.</summary>
    public bool HasHad(ReplicaId replica, Dot dot) => _had.TryGetValue(replica, out var had) && had.Covers(dot);

    /// <summary>Whether an update was brought again with a new timestamp since: it counts as written then.</summary>
    public bool IsOutdated(Dot dot) => _outdated.Contains(dot);

    /// <summary>Notes that a replica was retired, and where by the replica that was asked its incarnations have ended.</summary>
    public void Retired(ReplicaId name, Folds folds)
    {
        foreach (var fold in folds.All.Where(fold => fold.IsAgreed && fold.Incarnation.Replica == name))
            _ends[fold.Incarnation] = fold.Final;
    }

    /// <summary>Whether an update is of a retired replica, and not one of those that were agreed on.</summary>
    public bool EndsBefore(Dot dot) => _ends.TryGetValue(dot.Origin, out var end) && dot.Sequence > end;

    public void Collected(Dot tombstone) => _collected.Add(tombstone);

    public bool IsCollected(Dot tombstone) => _collected.Contains(tombstone);

    /// <summary>What a replica must hold that has delivered so much.</summary>
    public ContentModel ModelOf(Coverage delivered) => new(_updates.Values.Where(update => delivered.Covers(update.Update.Dot)));

    /// <summary>The name by which the client knows an update that was, perhaps, brought again under another.</summary>
    public Dot FirstDotOf(Dot dot) => _updates.TryGetValue(dot, out var update) ? update.FirstDot : dot;

    /// <summary>Looks at an update that is delivered: made where it names itself made, and once, and the same everywhere.</summary>
    public void Check(Incarnation self, Update update, Folds folds)
    {
        if (update.Dot.Origin == self)
            Make(update, folds);
        else if (!_updates.TryGetValue(update.Dot, out var made))
            Note("NeverMade", $"{self} delivered {update.Dot}, which nobody made");
        else if (!ReferenceEquals(made.Update, update))
            Note("Altered", $"{self} delivered {update.Dot} other than it was made");
    }

    public void Note(string kind, string message) => _flaws.Add(new Flaw(kind, message));

    private void Make(Update update, Folds folds)
    {
        var original = update.Restates is { } restates ? _updates.GetValueOrDefault(restates.Original) : null;
        if (!_updates.TryAdd(update.Dot, new KnownUpdate(update, new Coverage(update.Dependencies, folds), original)))
            Note("ReusedDot", $"two updates have the dot {update.Dot}");
        if (update.IsRenewed)
            _outdated.UnionWith(update.Restates!.Originals.Select(renewed => renewed.Dot));
    }
}
