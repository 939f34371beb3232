namespace AkkaGrid.Core.Verification;

/// <summary>
/// A history laid out for the checker: what counts of it are nodes, numbered lane by lane. A lane is a session's
/// operations in their order, or a single operation of unknown outcome, which promises nothing to those after it.
/// </summary>
public sealed class History
{
    internal History(Recording recording, ReadSources sources)
    {
        Recording = recording;
        Sources = sources;
    }

    /// <summary>How many operations count.</summary>
    public int Operations => OperationOf.Length;

    internal Recording Recording { get; }

    internal ReadSources Sources { get; }

    /// <summary>Per lane its first node; one more at the end.</summary>
    internal int[] LaneStart { get; init; } = [];

    internal int[] LaneOf { get; init; } = [];

    /// <summary>Per node the operation.</summary>
    internal int[] OperationOf { get; init; } = [];

    /// <summary>Per operation the node; -1 where it does not count.</summary>
    internal int[] NodeOf { get; init; } = [];

    /// <summary>Per node where its causes in other lanes begin in <see cref="Causes"/>; one more at the end.</summary>
    internal int[] CauseStart { get; init; } = [];

    internal int[] Causes { get; init; } = [];

    /// <summary>Per node where its reads begin; one more at the end.</summary>
    internal int[] ReadStart { get; init; } = [];

    internal int[] ReadKey { get; init; } = [];

    /// <summary>
    /// Per read where its versions begin in <see cref="Source"/>; one more at the end. The first is the winner.
    /// </summary>
    internal int[] VersionStart { get; init; } = [];

    /// <summary>
    /// Per version the node that wrote it, or <see cref="ReadSources.Unnamed"/> or <see cref="ReadSources.None"/>.
    /// </summary>
    internal int[] Source { get; init; } = [];

    internal int Lanes => LaneStart.Length - 1;

    internal int PositionOf(int node) => node - LaneStart[LaneOf[node]];
}
