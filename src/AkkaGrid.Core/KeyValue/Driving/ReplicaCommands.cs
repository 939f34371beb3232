using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>A command of a client on the same node.</summary>
public abstract class ReplicaCommand
{
    /// <summary>Whether the client no longer waits for the answer.</summary>
    internal abstract bool IsAbandoned { get; }

    /// <summary>Answers that the command was not carried out.</summary>
    internal abstract void Fail(RequestFailure failure);
}

/// <summary>A command of a client on the same node, with its answer.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <param name="reply">Where the answer goes.</param>
public abstract class ReplicaCommand<T>(IReply<T> reply) : ReplicaCommand
{
    /// <summary>Where the answer goes.</summary>
    public IReply<T> Reply { get; } = reply;

    internal override bool IsAbandoned => Reply.IsAbandoned;

    internal override void Fail(RequestFailure failure) => Reply.Fail(failure);
}

/// <summary>Makes one update. It is refused unless all that its client has seen is on disk here.</summary>
/// <param name="request">The write.</param>
/// <param name="reply">Where the answer goes.</param>
public sealed class Write(WriteRequest request, IWriteReply reply) : ReplicaCommand<WriteCommitted>(reply)
{
    /// <summary>The write.</summary>
    public WriteRequest Request => request;

    /// <summary>The update on this replica's disk, while the write waits for other replicas; null before.</summary>
    public WriteCommitted? Committed { get; set; }

    /// <summary>Claims the write for the caller: see <see cref="IWriteReply.TryClaim"/>.</summary>
    public bool TryClaim() => reply.TryClaim();
}

/// <summary>Waits until the replica has a context on disk. The answer is the clock at that moment.</summary>
public sealed class AwaitContext(CausalContext context, IReply<VectorClock> reply) : ReplicaCommand<VectorClock>(reply)
{
    /// <summary>The context.</summary>
    public CausalContext Context => context;

    /// <summary>The tick of the replica when the wait began.</summary>
    public long Since { get; internal set; }
}

/// <summary>Asks which updates a request still waits for, once its wait budget is used up.</summary>
public sealed class ExplainMissing(AwaitContext waiter, IReply<MissingContext> reply)
    : ReplicaCommand<MissingContext>(reply)
{
    /// <summary>The request that has waited.</summary>
    public AwaitContext Waiter => waiter;
}

/// <summary>
/// Waits until the replica has everything that the reachable members have announced. The answer is the clock at that
/// moment.
/// </summary>
public sealed class CatchUp(IReply<VectorClock> reply) : ReplicaCommand<VectorClock>(reply);

/// <summary>Searches the peers for a key.</summary>
public sealed class FindKey(Key key, IReply<VersionSet> reply) : ReplicaCommand<VersionSet>(reply)
{
    /// <summary>The key.</summary>
    public Key Key => key;
}

/// <summary>Retires a member. The answer is the replica's state afterwards.</summary>
public sealed class Retire(ReplicaId name, bool isForced, IReply<ReplicaState> reply)
    : ReplicaCommand<ReplicaState>(reply)
{
    /// <summary>The member.</summary>
    public ReplicaId Name => name;

    /// <summary>Whether it is retired although no majority of the set can be reached.</summary>
    public bool IsForced => isForced;
}

/// <summary>Changes a link of the lab at both its ends. The answer is the link.</summary>
public sealed class ChangeLink(Link link, IReply<Link> reply) : ReplicaCommand<Link>(reply)
{
    /// <summary>The link.</summary>
    public Link Link => link;
}
