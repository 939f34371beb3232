using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Lab;
using AkkaGrid.KeyValue.Observing;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>What the edge asks of the replica actor, in the same process: each is its own promise of an answer.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal abstract class ReplicaCommand<T>() : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

/// <summary>Writes.</summary>
internal sealed class Write(ImmutableArray<Mutation> mutations, CausalContext context, WriteConcern concern, string? ifMatch)
    : ReplicaCommand<WriteCommitted>
{
    private int _isClaimed;

    public ImmutableArray<Mutation> Mutations { get; } = mutations;

    public CausalContext Context { get; } = context;

    public WriteConcern Concern { get; } = concern;

    public string? IfMatch { get; } = ifMatch;

    /// <summary>What the write has become on this replica's disk, while it waits for others.</summary>
    public WriteCommitted? Committed { get; set; }

    /// <summary>
    /// Claims the write: for the replica, which then writes it, or for its client, who gives up. Whoever comes second
    /// leaves it alone, so a write that was given up in time is known not to have happened.
    /// </summary>
    public bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;
}

/// <summary>Waits until the replica's clock covers a context.</summary>
internal sealed class AwaitContext(CausalContext context) : ReplicaCommand<VectorClock>
{
    public CausalContext Context { get; } = context;
}

/// <summary>Waits until the replica has what the members that can be reached have.</summary>
internal sealed class CatchUp : ReplicaCommand<VectorClock>;

/// <summary>Looks for a key at the peers.</summary>
internal sealed class FindKey(Key key) : ReplicaCommand<VersionSet>
{
    public Key Key { get; } = key;
}

/// <summary>Takes a member out of the replica set.</summary>
internal sealed class Retire(ReplicaId name, bool isForced) : ReplicaCommand<ReplicaState>
{
    public ReplicaId Name { get; } = name;

    public bool IsForced { get; } = isForced;
}

/// <summary>Asks how the replica stands.</summary>
internal sealed class GetStatus : ReplicaCommand<ReplicaStatus>;

/// <summary>Asks how the replica stands, and what has come of late.</summary>
internal sealed class GetGlimpse : ReplicaCommand<Glimpse>;

/// <summary>Asks where an update stands.</summary>
internal sealed class GetExplanation(Dot dot) : ReplicaCommand<Explanation>
{
    public Dot Dot { get; } = dot;
}

/// <summary>Changes a link of the lab, wherever it ends.</summary>
internal sealed class ChangeLink(Link link) : ReplicaCommand<Link>
{
    public Link Link { get; } = link;
}

/// <summary>Asks for the links that the lab has changed.</summary>
internal sealed class GetLinks : ReplicaCommand<IReadOnlyList<Link>>;
