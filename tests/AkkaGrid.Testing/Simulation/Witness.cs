using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation;

/// <summary>Knows what the replicas have made and lost, by dots and clocks, and notes what was wrong.</summary>
public sealed class Witness
{
    private readonly Dictionary<Dot, Update> _updates = [];
    private readonly Dictionary<Dot, DateTimeOffset> _wallTimes = [];
    private readonly List<(TimeSpan At, ReplicaId Replica)> _losses = [];
    private readonly List<Flaw> _flaws = [];

    /// <summary>All updates that any replica has made.</summary>
    public IReadOnlyDictionary<Dot, Update> Updates => _updates;

    public IReadOnlyList<Flaw> Flaws => _flaws;

    /// <summary>Whether any disk has lost anything that was committed to it.</summary>
    public bool HasLosses => _losses.Count > 0;

    /// <summary>The time at which an update was made, by the clock of its machine.</summary>
    public DateTimeOffset WallTimeOf(Dot dot) => _wallTimes.GetValueOrDefault(dot);

    /// <summary>How many disks have lost something since.</summary>
    public int DisksLostSince(TimeSpan time) => _losses.Where(loss => loss.At >= time).DistinctBy(loss => loss.Replica).Count();

    /// <summary>Whether a disk has lost something since.</summary>
    public bool HasLostSince(ReplicaId replica, TimeSpan time) => _losses.Any(loss => loss.Replica == replica && loss.At >= time);

    public void Lost(TimeSpan now, ReplicaId replica) => _losses.Add((now, replica));

    public void Written(Dot dot, DateTimeOffset wallTime) => _wallTimes[dot] = wallTime;

    /// <summary>What a replica must hold that has delivered so much.</summary>
    public ContentModel ModelOf(VectorClock clock) => new(_updates.Values.Where(update => clock.Covers(update.Dot)));

    /// <summary>Looks at an update that is delivered: made where it names itself made, and once, and the same everywhere.</summary>
    public void Check(Incarnation self, Update update)
    {
        if (update.Dot.Origin == self)
            Make(update);
        else if (!_updates.TryGetValue(update.Dot, out var made))
            Note("NeverMade", $"{self} delivered {update.Dot}, which nobody made");
        else if (!ReferenceEquals(made, update))
            Note("Altered", $"{self} delivered {update.Dot} other than it was made");
    }

    public void Note(string kind, string message) => _flaws.Add(new Flaw(kind, message));

    private void Make(Update update)
    {
        if (!_updates.TryAdd(update.Dot, update))
            Note("ReusedDot", $"two updates have the dot {update.Dot}");
    }
}
