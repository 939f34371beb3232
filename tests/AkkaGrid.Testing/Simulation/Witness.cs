using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation;

/// <summary>Looks into the replicas, by dots and clocks: what they wrote, in which order they delivered, and what they lost.</summary>
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

    /// <summary>Looks at what a turn delivers.</summary>
    /// <param name="self">The replica's incarnation.</param>
    /// <param name="before">What it had delivered before.</param>
    /// <param name="log">The updates, in the order of their delivery.</param>
    /// <returns>What it has delivered then.</returns>
    public VectorClock Delivered(Incarnation self, VectorClock before, IEnumerable<Update> log)
    {
        var clock = before;
        foreach (var update in log)
        {
            var dot = update.Dot;
            if (dot.Origin == self)
                Make(update);
            else if (!_updates.TryGetValue(dot, out var made))
                Note("NeverMade", $"{self} delivered {dot}, which nobody made");
            else if (!ReferenceEquals(made, update))
                Note("Altered", $"{self} delivered {dot} other than it was made");
            if (clock[dot.Origin] + 1 != dot.Sequence)
                Note("OutOfSequence", $"{self} delivered {dot} after {clock}");
            if (!clock.Covers(update.Dependencies))
                Note("EffectBeforeCause", $"{self} delivered {dot} after {clock}, and it depends on {update.Dependencies}");
            clock = clock.With(dot);
        }

        return clock;
    }

    public void Note(string kind, string message) => _flaws.Add(new Flaw(kind, message));

    private void Make(Update update)
    {
        if (!_updates.TryAdd(update.Dot, update))
            Note("ReusedDot", $"two updates have the dot {update.Dot}");
    }
}
