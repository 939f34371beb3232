using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;

namespace AkkaGrid.Testing.Simulation.Steps;

/// <summary>Something that happens to one replica's machine.</summary>
public abstract record NodeStep(TimeSpan At, ReplicaId Replica) : Step(At);

/// <summary>A process ends without a word, and starts again later.</summary>
/// <param name="At">When.</param>
/// <param name="Replica">Whose process.</param>
/// <param name="DownFor">How long it is gone.</param>
/// <param name="Lands">How many of the writes to disk that are under way still happen.</param>
/// <param name="LosesPower">Whether the machine goes too, and with it what was not synced.</param>
public sealed record Crash(TimeSpan At, ReplicaId Replica, TimeSpan DownFor, int Lands, bool LosesPower) : NodeStep(At, Replica)
{
    protected override string Words => $"{Replica} {(LosesPower ? "loses its power" : "is killed")} for {Seconds(DownFor)}"
        + (Lands > 0 ? "; what it was writing to disk still gets there" : "");
}

/// <summary>A process ends, and starts again on an empty disk.</summary>
public sealed record LoseDisk(TimeSpan At, ReplicaId Replica, TimeSpan DownFor) : NodeStep(At, Replica)
{
    protected override string Words => $"{Replica} loses its disk, and starts on an empty one after {Seconds(DownFor)}";
}

/// <summary>A process ends, and starts again on a backup.</summary>
public sealed record RestoreBackup(TimeSpan At, ReplicaId Replica, TimeSpan Age, TimeSpan DownFor) : NodeStep(At, Replica)
{
    protected override string Words => $"{Replica} ends, and starts on a backup from {Seconds(Age)} ago after {Seconds(DownFor)}";
}

/// <summary>A disk takes no more writes for a while.</summary>
public sealed record FillDisk(TimeSpan At, ReplicaId Replica, TimeSpan During) : NodeStep(At, Replica)
{
    protected override string Words => $"the disk of {Replica} is full for {Seconds(During)}";
}

/// <summary>A disk takes long to write, for a while.</summary>
public sealed record SlowDisk(TimeSpan At, ReplicaId Replica, TimeSpan During, TimeSpan Latency) : NodeStep(At, Replica)
{
    protected override string Words => $"the disk of {Replica} takes {Seconds(Latency)} for a write, for {Seconds(During)}";
}

/// <summary>A machine's clock is set.</summary>
public sealed record SetClock(TimeSpan At, ReplicaId Replica, TimeSpan Skew) : NodeStep(At, Replica)
{
    protected override string Words => $"the clock of {Replica} goes {Seconds(Skew)} {(Skew < TimeSpan.Zero ? "(behind)" : "ahead")}";
}

/// <summary>What goes from one replica to another is lost for a while; the other way stays open.</summary>
public sealed record Cut(TimeSpan At, ReplicaId From, ReplicaId To, TimeSpan During) : Step(At)
{
    protected override string Words => $"{From} is not heard by {To} for {Seconds(During)}";
}

/// <summary>Some replicas and the others cannot reach each other for a while.</summary>
public sealed record Partition(TimeSpan At, IReadOnlyList<ReplicaId> Side, TimeSpan During) : Step(At)
{
    protected override string Words => $"{string.Join(", ", Side)} cut off from the others for {Seconds(During)}";
}

/// <summary>From now on the network treats messages so.</summary>
public sealed record Forecast(TimeSpan At, Weather Weather) : Step(At)
{
    protected override string Words =>
        $"the network loses {Percent(Weather.Loss)}, doubles {Percent(Weather.Duplication)}, delays {Percent(Weather.Late)}";
}

/// <summary>A replica of a new name joins, with nothing on its disk.</summary>
public sealed record Join(TimeSpan At, ReplicaId Replica) : Step(At)
{
    protected override string Words => $"{Replica} joins";
}

/// <summary>A replica is asked to take another out of the set.</summary>
public sealed record Retire(TimeSpan At, ReplicaId Replica, ReplicaId Other, bool IsForced) : NodeStep(At, Replica)
{
    protected override string Words => $"{Replica} is told to retire {Other}{(IsForced ? ", majority or not" : "")}";
}

/// <summary>The lab changes a link for a while, at the replica where it ends.</summary>
/// <param name="At">When.</param>
/// <param name="Link">The link.</param>
/// <param name="During">How long.</param>
public sealed record ChangeLink(TimeSpan At, Link Link, TimeSpan During) : NodeStep(At, Link.To)
{
    protected override string Words => Link.Mode switch
    {
        LinkMode.Delay => $"the lab delays {Percent(Link.Rate)} of the updates of {Link.From} at {Link.To} by {Seconds(Link.Delay)}, for {Seconds(During)}",
        LinkMode.Hold => $"the lab holds the updates of {Link.From} back from {Link.To} for {Seconds(During)}",
        LinkMode.Drop => $"the lab drops {Percent(Link.Rate)} of the updates of {Link.From} at {Link.To} for {Seconds(During)}",
        _ => $"the lab doubles {Percent(Link.Rate)} of the updates of {Link.From} at {Link.To} for {Seconds(During)}",
    };
}
