namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>What may go wrong in one run of the charging simulator. The seed decides when it does.</summary>
/// <param name="Seed">All chance comes from it.</param>
/// <param name="Faults">The kinds of faults.</param>
public sealed record ChargingStory(int Seed, ChargingFaults Faults)
{
    /// <summary>How long requests and faults go on.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long everything is well in the end, before the final state is judged.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Whether a kind of fault may happen.</summary>
    public bool Has(ChargingFaults fault) => (Faults & fault) != 0;
}

/// <summary>Kinds of faults.</summary>
[Flags]
public enum ChargingFaults
{
    /// <summary>Nothing goes wrong.</summary>
    None = 0,

    /// <summary>Messages between nodes are lost, doubled, late and reordered.</summary>
    Messages = 1,

    /// <summary>A process stops for a while, and goes on with what had been sent to it.</summary>
    Freezes = 2,

    /// <summary>A process is killed, and starts again on its disk.</summary>
    Kills = 4,

    /// <summary>A node is cut off from the others.</summary>
    Partitions = 8,

    /// <summary>The wall clock of a machine has been set by up to two hours when its process starts again.</summary>
    Clocks = 16,

    /// <summary>The writes of records are slow, and fail.</summary>
    Records = 32,

    /// <summary>A node leaves the cluster in order, and joins again.</summary>
    Leaves = 64,

    /// <summary>All of them.</summary>
    All = 127,
}
