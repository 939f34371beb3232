namespace AkkaGrid.Client.Contracts;

/// <summary>Takes a replica that is gone for good out of the replica set: <c>POST /store/retire</c>.</summary>
/// <param name="Name">The replica's name.</param>
/// <param name="Force">
/// Whether it goes although no majority of the set can be reached from here: only where those are gone for good too.
/// </param>
public sealed record RetireRequest(string? Name = null, bool? Force = null);
