namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>POST /store/retire</c>.</summary>
/// <param name="Name">The replica that was retired.</param>
/// <param name="Replicas">The replica set after it, by name.</param>
public sealed record ReplicaRetired(string Name, IReadOnlyList<string> Replicas);
