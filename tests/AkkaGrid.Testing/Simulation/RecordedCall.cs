using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation;

/// <summary>A call as its client saw it, and what only the simulator knows of it.</summary>
/// <param name="operation">What goes into the history.</param>
/// <param name="call">The call.</param>
/// <param name="context">What the session had seen after it.</param>
public sealed class RecordedCall(Operation operation, VirtualCall call, CausalContext context)
{
    public Operation Operation { get; private set; } = operation;

    public CausalContext Context => context;

    /// <summary>The update, where its write was acknowledged.</summary>
    public Dot? Acknowledged => Operation.Outcome == Outcome.Ok && call.Step.IsWrite ? call.Dot : null;

    public WriteConcern Concern => call.Step.Concern;

    /// <summary>When the call began.</summary>
    public TimeSpan At => call.Step.At;

    /// <summary>Gives the operation a name, by which another session follows it.</summary>
    public string Named(int number)
    {
        Operation = Operation with { Id = Operation.Id ?? $"{Operation.Session}/{number}" };
        return Operation.Id!;
    }
}
