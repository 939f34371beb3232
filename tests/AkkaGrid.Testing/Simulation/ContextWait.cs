using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Testing.Simulation;

/// <summary>Waits at a replica for a causal context.</summary>
/// <param name="start">The replica.</param>
/// <param name="context">The context.</param>
/// <param name="isRunning">Whether that start still runs.</param>
/// <param name="isAbandoned">Whether nobody waits for it any more.</param>
public sealed class ContextWait(
    VirtualStart start, CausalContext context, Func<bool> isRunning, Func<bool>? isAbandoned = null)
{
    private AwaitContext? _command;

    /// <summary>Is called once the replica has the context.</summary>
    public Action? Reached { get; init; }

    /// <summary>Whether the replica has the context.</summary>
    public bool IsReached { get; private set; }

    /// <summary>Whether the replica still runs.</summary>
    public bool IsRunning => isRunning();

    public void Begin()
    {
        _command = new AwaitContext(context, new VirtualReply<VectorClock>(_ => Reach(), null, isAbandoned));
        start.Handle(_command);
    }

    /// <summary>What is missing, and whether it can still come; null where the replica has ended.</summary>
    public MissingContext? Explain()
    {
        MissingContext? missing = null;
        if (isRunning())
            start.Handle(new ExplainMissing(_command!, new VirtualReply<MissingContext>(found => missing = found)));
        return missing;
    }

    private void Reach()
    {
        IsReached = true;
        Reached?.Invoke();
    }
}
