using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation;

/// <summary>A call as its client saw it, and what only the simulator knows of it.</summary>
/// <param name="operation">What goes into the history.</param>
/// <param name="call">The call.</param>
public sealed class RecordedCall(Operation operation, VirtualCall call)
{
    private string? _id;

    /// <summary>The versions that it read, by key; nothing for a write.</summary>
    public IReadOnlyDictionary<string, VersionSet> Seen { get; init; } = ImmutableDictionary<string, VersionSet>.Empty;

    /// <summary>The clock of the replica that answered a read.</summary>
    public VectorClock Clock => call.Clock;

    /// <summary>
    /// What goes into the history, with the update that a write became even where its client was not told.
    /// </summary>
    public Operation Operation => operation with
    {
        Id = _id,
        Dot = call.Step.IsWrite && Outcome != Outcome.Failed
            ? call.Dot?.ToString() ?? $"never made, {Session} {call.Step.At}"
            : null,
    };

    public string Session => operation.Session;

    public Outcome Outcome => operation.Outcome;

    /// <summary>The update that a write became; null for a read, and where there is none.</summary>
    public Dot? Update => call.Step.IsWrite ? call.Dot : null;

    /// <summary>The update, where its write was acknowledged.</summary>
    public Dot? Acknowledged => Outcome == Outcome.Ok ? Update : null;

    public WriteConcern Concern => call.Step.Concern;

    /// <summary>Gives the operation a name, by which another session follows it.</summary>
    public string Named(int number) => _id ??= $"{Session}/{number}";
}
