namespace AkkaGrid.Testing.Simulation;

/// <summary>What a story is about.</summary>
public enum StoryKind
{
    /// <summary>Many calls in short time, and any fault.</summary>
    Busy,

    /// <summary>
    /// Pauses of seconds between calls: stability, collection and the choice of bases run in between.
    /// </summary>
    Quiet,

    /// <summary>One node or two.</summary>
    Small,

    /// <summary>Six nodes or seven.</summary>
    Large,

    /// <summary>The number of seeds grows and shrinks; nodes start again with the new number, in any order.</summary>
    Growing,

    /// <summary>All nodes stop at once, and start again in any order; some without their disks.</summary>
    AnyOrder,

    /// <summary>Members are retired, one or several, and come back or do not.</summary>
    Retiring,

    /// <summary>Nodes go back to backups of any age.</summary>
    Backups,

    /// <summary>Disks are copied to other machines, under other names and under the same one.</summary>
    Clones,

    /// <summary>Two sets of nodes have lived apart, and meet.</summary>
    TwoHistories,

    /// <summary>Disks are full, slow, lost, or lose what was not synced.</summary>
    Disks,

    /// <summary>Wall clocks step by seconds, days and years, both ways.</summary>
    Clocks,

    /// <summary>All of it.</summary>
    Everything,
}
