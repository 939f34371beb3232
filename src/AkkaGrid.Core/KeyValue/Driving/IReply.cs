namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Where the answer to a client's command goes. The first answer counts; later ones are ignored.</summary>
/// <typeparam name="T">The answer.</typeparam>
public interface IReply<in T>
{
    /// <summary>Whether the client no longer waits for the answer.</summary>
    bool IsAbandoned { get; }

    /// <summary>The command was carried out.</summary>
    void Succeed(T result);

    /// <summary>The command was not carried out, or it is not known whether it was.</summary>
    void Fail(RequestFailure failure);
}

/// <summary>Where the answer to a write goes.</summary>
public interface IWriteReply : IReply<WriteCommitted>
{
    /// <summary>
    /// Claims the write: for the replica, which then writes it, or for its client, who gives up. Whoever comes second
    /// leaves it alone, so a write that was given up in time is known not to have happened.
    /// </summary>
    bool TryClaim();
}
