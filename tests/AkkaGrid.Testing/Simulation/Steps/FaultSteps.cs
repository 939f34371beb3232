using AkkaGrid.Core.Causality;

namespace AkkaGrid.Testing.Simulation.Steps;

/// <summary>Something that happens to one machine.</summary>
public abstract record NodeStep(TimeSpan At, ReplicaId Node) : Step(At);

/// <summary>A process ends without notice, and starts again later.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Whose process.</param>
/// <param name="DownFor">How long it is gone.</param>
/// <param name="Lands">How many of the writes to disk that are under way still happen.</param>
/// <param name="LosesPower">Whether the machine goes too, and with it what was not synced.</param>
public sealed record Crash(TimeSpan At, ReplicaId Node, TimeSpan DownFor, int Lands = 0, bool LosesPower = false)
    : NodeStep(At, Node)
{
    protected override string Words => $"{Node} {(LosesPower ? "loses its power" : "is killed")} for {Seconds(DownFor)}"
        + (Lands > 0 ? "; what it was writing to disk still gets there" : "");
}

/// <summary>A process ends, and starts again on an empty disk.</summary>
public sealed record LoseDisk(TimeSpan At, ReplicaId Node, TimeSpan DownFor) : NodeStep(At, Node)
{
    protected override string Words => $"{Node} loses its disk, and starts on an empty one after {Seconds(DownFor)}";
}

/// <summary>A process ends, and starts again on a backup.</summary>
public sealed record RestoreBackup(TimeSpan At, ReplicaId Node, TimeSpan Age, TimeSpan DownFor) : NodeStep(At, Node)
{
    protected override string Words =>
        $"{Node} ends, and starts on a backup from {Seconds(Age)} ago after {Seconds(DownFor)}";
}

/// <summary>A process ends, and starts again on a copy of another machine's disk, under its own name.</summary>
public sealed record CopyDisk(TimeSpan At, ReplicaId Node, ReplicaId From, TimeSpan DownFor) : NodeStep(At, Node)
{
    protected override string Words =>
        $"{Node} ends, and starts on a copy of the disk of {From} after {Seconds(DownFor)}";
}

/// <summary>A disk takes no more writes for a while.</summary>
public sealed record FillDisk(TimeSpan At, ReplicaId Node, TimeSpan During) : NodeStep(At, Node)
{
    protected override string Words => $"the disk of {Node} is full for {Seconds(During)}";
}

/// <summary>A disk takes long to write, for a while.</summary>
public sealed record SlowDisk(TimeSpan At, ReplicaId Node, TimeSpan During, TimeSpan Latency) : NodeStep(At, Node)
{
    protected override string Words =>
        $"the disk of {Node} takes {Seconds(Latency)} for a write, for {Seconds(During)}";
}

/// <summary>A machine's clock is set.</summary>
public sealed record SetClock(TimeSpan At, ReplicaId Node, TimeSpan Skew) : NodeStep(At, Node)
{
    protected override string Words =>
        $"the clock of {Node} goes {Seconds(Skew)} {(Skew < TimeSpan.Zero ? "(behind)" : "ahead")}";
}

/// <summary>What goes from one machine to another is lost for a while; the other way stays open.</summary>
public sealed record Cut(TimeSpan At, ReplicaId From, ReplicaId To, TimeSpan During) : Step(At)
{
    protected override string Words => $"{From} is not heard by {To} for {Seconds(During)}";
}

/// <summary>Some machines and the others cannot reach each other for a while.</summary>
public sealed record Partition(TimeSpan At, IReadOnlyList<ReplicaId> Side, TimeSpan During) : Step(At)
{
    protected override string Words => $"{string.Join(", ", Side)} cut off from the others for {Seconds(During)}";
}

/// <summary>From now on the network treats messages so.</summary>
public sealed record Forecast(TimeSpan At, Weather Weather) : Step(At)
{
    protected override string Words =>
        $"the network loses {Percent(Weather.Loss)}, doubles {Percent(Weather.Duplication)}, delays "
        + $"{Percent(Weather.Late)}";
}
