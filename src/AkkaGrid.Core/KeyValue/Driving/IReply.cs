namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Receives the answer to a client's command. The first answer counts; later ones are ignored.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
public interface IReply<in T>
{
    /// <summary>Whether the client no longer waits for the answer.</summary>
    bool IsAbandoned { get; }

    /// <summary>The command was carried out.</summary>
    void Succeed(T result);

    /// <summary>The command was not carried out, or it is not known whether it was.</summary>
    void Fail(RequestFailure failure);
}

/// <summary>Receives the answer to a write.</summary>
public interface IWriteReply : IReply<WriteCommitted>
{
    /// <summary>
    /// Claims the write: either for the replica, which then makes it, or for its client, which then abandons it. Only
    /// the first claim succeeds, so a write that was abandoned in time is certain not to have happened.
    /// </summary>
    bool TryClaim();
}
