using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.Verification;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>A client's call under way. It is answered once; what comes after that is not heard.</summary>
public sealed class VirtualCall(VirtualSession session, Call step, ImmutableArray<Mutation> mutations, string? ifMatch)
{
    public Call Step => step;

    /// <summary>What the client has seen, as the call carries it.</summary>
    public CausalContext Context { get; } = session.Context;

    public ImmutableArray<Mutation> Mutations => mutations;

    public string? IfMatch => ifMatch;

    /// <summary>The update that a write became, whether or not its client gets to know.</summary>
    public Dot? Dot { get; set; }

    /// <summary>The time by the replica's clock when it took the write.</summary>
    public DateTimeOffset WallTime { get; set; }

    /// <summary>Looks on when the write is acknowledged.</summary>
    public Action? Acknowledging { get; set; }

    /// <summary>Whether the replica has its context, and the call does not wait for that any more.</summary>
    public bool IsServed { get; set; }

    public bool IsDone { get; private set; }

    /// <summary>The clock of the replica that answered a read.</summary>
    public VectorClock Clock { get; private set; } = VectorClock.Empty;

    /// <summary>Answers a read.</summary>
    public void Answer(IReadOnlyList<KeyValuePair<Key, VersionSet>> items, VectorClock clock)
    {
        if (!Finish())
            return;
        Clock = clock;
        session.Read(this, items);
    }

    /// <summary>Answers a write: it has met its concern.</summary>
    public void Acknowledge()
    {
        if (IsDone)
            return;
        Acknowledging?.Invoke();
        Finish();
        session.Wrote(this);
    }

    /// <summary>Nothing was read or written.</summary>
    public void Refuse()
    {
        if (Finish())
            session.Failed(this, Outcome.Failed);
    }

    /// <summary>Nothing was read or written, and no replica will ever have what the client has seen.</summary>
    public void LoseContext()
    {
        if (Finish())
            session.Lost(this);
    }

    /// <summary>No answer comes: a write may or may not have happened.</summary>
    public void Abandon()
    {
        if (Finish())
            session.Failed(this, step.IsWrite ? Outcome.Unknown : Outcome.Failed);
    }

    /// <summary>The replica's process has ended. What waited for its context was not written.</summary>
    public void Break()
    {
        if (IsServed)
            Abandon();
        else
            Refuse();
    }

    private bool Finish()
    {
        var isFirst = !IsDone;
        IsDone = true;
        return isFirst;
    }
}
