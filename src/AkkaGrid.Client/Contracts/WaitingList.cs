namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /queue</c>.</summary>
/// <param name="Items">The requests that wait for room, the next first; the first 200 of them.</param>
public sealed record WaitingList(IReadOnlyList<WaitingRequest> Items);
